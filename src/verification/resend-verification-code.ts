import { isUuid } from '../shared/uuid';
import { type QueuedCode, queueCode } from './queue-code';
import { connectorNotConfigured, recipientLimited } from './refusals';
import {
  type SendLimited,
  toVerification,
  type VerificationClosed,
  type VerificationRow,
  type VerificationStarted,
  type VerificationStatus,
} from './verification';
import { resendStatement } from './verification.statements';
import type { VerificationDependencies } from './verification-dependencies';

export interface ResendVerificationCode {
  verificationId: string;
  /** For the logs of what becomes of it. */
  requestId: string;
}

export type ResendVerificationCodeResult = VerificationStarted | VerificationClosed | SendLimited;

interface ResendRow extends VerificationRow {
  status: VerificationStatus;
  cooldown_seconds: number;
  connector_active: boolean;
  recipient: string;
  locale: string;
  configuration_version: string;
  renewed: boolean;
}

const closedReasons = {
  VERIFIED: 'ALREADY_VERIFIED',
  EXPIRED: 'EXPIRED',
  ATTEMPTS_EXHAUSTED: 'ATTEMPTS_EXHAUSTED',
} as const;

/**
 * Sends a new code for a verification; the one sent before is void from now on.
 * @throws {ConnectorNotConfiguredError} when no connector of the type is active
 */
export async function resendVerificationCode(
  dependencies: VerificationDependencies,
  { verificationId, requestId }: ResendVerificationCode,
): Promise<ResendVerificationCodeResult> {
  const id = verificationId.toLowerCase();
  if (!isUuid(id)) return { kind: 'closed', reason: 'NOT_FOUND' };
  const { row, deliveryStatus } = await queueCode(dependencies, id, (queued) =>
    store(dependencies, id, requestId, queued),
  );
  if (!row) return { kind: 'closed', reason: 'NOT_FOUND' };
  if (row.status !== 'PENDING') return { kind: 'closed', reason: closedReasons[row.status] };
  if (!row.connector_active) throw connectorNotConfigured(row.type);
  if (row.renewed) return { kind: 'started', verification: toVerification(id, row, 'PENDING', deliveryStatus) };
  if (row.cooldown_seconds <= 0) return recipientLimited(dependencies, row.type, row.recipient);
  return { kind: 'send-limited', limit: 'RESEND_COOLDOWN', retryAfterSeconds: Math.ceil(row.cooldown_seconds) };
}

async function store(
  { run, settings }: VerificationDependencies,
  id: string,
  requestId: string,
  queued: QueuedCode,
): Promise<{ row: ResendRow | undefined; deliveryStatus: 'SENDING' | 'QUEUED' }> {
  const { code, limits } = settings;
  const [row] = await run<ResendRow>(resendStatement, [
    id,
    queued.hash,
    code.ttlSeconds,
    limits.resendCooldown?.seconds ?? 0,
    limits.recipient?.count ?? null,
    limits.recipient?.seconds ?? null,
    queued.deliveryId,
    queued.encrypted,
    queued.leased,
    queued.leaseSeconds,
    requestId,
  ]);
  if (row?.renewed) queued.dispatch(row, requestId);
  return { row, deliveryStatus: queued.leased ? 'SENDING' : 'QUEUED' };
}
