import { createHash, randomUUID } from 'node:crypto';
import type { ConnectorType } from '../connector-kit/connector-factory';
import { UserInputError } from '../shared/errors';
import { parseRecipient, type Recipient } from '../shared/recipient';
import type { UsageType } from '../shared/usage';
import { findVerification } from './find-verification';
import { type QueuedCode, queueCode } from './queue-code';
import { connectorNotConfigured, recipientLimited } from './refusals';
import { type SendLimited, toVerification, type VerificationStarted } from './verification';
import { findIdempotencyKeyStatement, freeIdempotencyKeyStatement, sendStatement } from './verification.statements';
import type { VerificationDependencies } from './verification-dependencies';

export interface SendVerificationCode {
  type: ConnectorType;
  recipient: string;
  usage: UsageType;
  /** Canonical BCP 47. */
  locale: string;
  idempotencyKey: string | undefined;
  /** For the logs of what becomes of it. */
  requestId: string;
}

export interface InvalidRecipient {
  kind: 'invalid-recipient';
}

export type SendVerificationCodeResult = VerificationStarted | InvalidRecipient | SendLimited;

interface SendRow {
  connector_active: boolean;
  key_taken: boolean;
  configuration_version: string;
  started: boolean;
  created_at: Date;
  expires_at: Date;
  resend_available_at: Date;
}

/**
 * Starts a verification: takes from the recipient's budget, and stores the verification and its message, in one
 * statement. The reply does not wait for a provider.
 * @throws {ConnectorNotConfiguredError} when no connector of the type is active
 * @throws {UserInputError} when the idempotency key was used for something else
 */
export async function sendVerificationCode(
  dependencies: VerificationDependencies,
  send: SendVerificationCode,
): Promise<SendVerificationCodeResult> {
  const recipient = parseRecipient(send.type, send.recipient);
  if (!recipient) return { kind: 'invalid-recipient' };
  const id = randomUUID();
  const { row, deliveryStatus } = await queueCode(dependencies, id, (queued) =>
    store(dependencies, id, send, recipient, queued),
  );
  if (!row.connector_active) throw connectorNotConfigured(send.type);
  if (row.key_taken) return repeatSend(dependencies, send, recipient);
  if (!row.started) return refuse(dependencies, send, recipient, id);
  const { address } = recipient;
  const columns = {
    ...row,
    type: send.type,
    usage: send.usage,
    address,
    attempts_left: dependencies.settings.code.maxAttempts,
  };
  return { kind: 'started', verification: toVerification(id, columns, 'PENDING', deliveryStatus) };
}

async function store(
  { run, settings }: VerificationDependencies,
  id: string,
  send: SendVerificationCode,
  recipient: Recipient,
  queued: QueuedCode,
): Promise<{ row: SendRow; deliveryStatus: 'SENDING' | 'QUEUED' }> {
  const { type, usage, locale, idempotencyKey, requestId } = send;
  const { code, limits } = settings;
  const rows = await run<SendRow>(sendStatement, [
    id,
    type,
    recipient.key,
    recipient.address,
    usage,
    locale,
    queued.hash,
    code.maxAttempts,
    code.ttlSeconds,
    limits.resendCooldown?.seconds ?? 0,
    limits.recipient?.count ?? null,
    limits.recipient?.seconds ?? null,
    queued.deliveryId,
    queued.encrypted,
    queued.leased,
    queued.leaseSeconds,
    idempotencyKey ?? null,
    idempotencyKey === undefined ? null : fingerprint(send, recipient),
    requestId,
  ]);
  const [row] = rows as [SendRow];
  if (row.started) queued.dispatch({ ...row, type, usage, locale, address: recipient.address }, requestId);
  return { row, deliveryStatus: queued.leased ? 'SENDING' : 'QUEUED' };
}

/** The key's first send stands, and so does its answer; a key whose first send was refused is free again. */
async function repeatSend(
  dependencies: VerificationDependencies,
  send: SendVerificationCode,
  recipient: Recipient,
): Promise<SendVerificationCodeResult> {
  const [kept] = await dependencies.run<{ fingerprint: Buffer; verification_id: string; verification_exists: boolean }>(
    findIdempotencyKeyStatement,
    [send.idempotencyKey],
  );
  if (kept?.verification_exists) {
    if (!kept.fingerprint.equals(fingerprint(send, recipient))) {
      throw new UserInputError('"idempotencyKey" was used for another recipient, usage or locale; take a new one.');
    }
    const verification = await findVerification(dependencies, kept.verification_id);
    if (verification) return { kind: 'started', verification };
  }
  if (kept) await dependencies.run(freeIdempotencyKeyStatement, [send.idempotencyKey, kept.verification_id]);
  return sendVerificationCode(dependencies, send);
}

async function refuse(
  { run, settings }: VerificationDependencies,
  { type, idempotencyKey }: SendVerificationCode,
  recipient: Recipient,
  verificationId: string,
): Promise<SendLimited> {
  if (idempotencyKey !== undefined) await run(freeIdempotencyKeyStatement, [idempotencyKey, verificationId]);
  return recipientLimited({ run, settings }, type, recipient.key);
}

function fingerprint({ type, usage, locale }: SendVerificationCode, { key }: Recipient): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([type, key, usage, locale]))
    .digest();
}
