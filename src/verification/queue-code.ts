import { randomUUID } from 'node:crypto';
import { codePlace, type LeasedDelivery, leaseSeconds } from '../delivery/outbox';
import { generateCode, hashCode } from './code';
import type { VerificationDependencies } from './verification-dependencies';

/** What the statement tells of the message that it stored. */
export interface StoredMessage extends Pick<LeasedDelivery, 'type' | 'address' | 'usage' | 'locale'> {
  configuration_version: string;
}

/** A new code on its way into a statement that stores it. */
export interface QueuedCode {
  deliveryId: string;
  hash: Buffer;
  encrypted: string;
  /** Whether the delivery is leased to this process, which has a place for it. */
  leased: boolean;
  leaseSeconds: number;
  /** To be called once it is stored: hands it to the worker in this process. */
  dispatch(stored: StoredMessage, requestId: string): void;
}

/**
 * Makes a code for a verification and holds a place for its delivery while `store` stores both; the place is given
 * back when nothing was dispatched.
 */
export async function queueCode<Result>(
  { keyRing, dispatcher, settings }: VerificationDependencies,
  verificationId: string,
  store: (queued: QueuedCode) => Promise<Result>,
): Promise<Result> {
  const code = generateCode(settings.code.length);
  const deliveryId = randomUUID();
  const leasedAt = performance.now();
  const reservation = dispatcher.reserve();
  let filled = false;
  try {
    return await store({
      deliveryId,
      hash: hashCode(keyRing, verificationId, code),
      encrypted: keyRing.encrypt(code, codePlace(deliveryId)),
      leased: reservation.leased,
      leaseSeconds,
      dispatch({ type, address, usage, locale, configuration_version }, requestId) {
        reservation.fill({
          id: deliveryId,
          type,
          address,
          usage,
          locale,
          requestId,
          configurationVersion: Number(configuration_version),
          code,
          codeIsLive: true,
          expiresAt: leasedAt + settings.code.ttlSeconds * 1_000,
          attempts: 0,
          claims: 1,
          leasedAt,
        });
        filled = true;
      },
    });
  } finally {
    if (!filled) reservation.release();
  }
}
