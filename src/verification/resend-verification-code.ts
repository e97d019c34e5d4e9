import type { ConnectorChannel } from '../connector-kit/connector-factory';
import type { UsageType } from '../shared/usage';
import { isUuid } from '../shared/uuid';
import { type QueuedCode, queueCode } from './queue-code';
import { connectorNotConfigured, recipientLimited } from './send-verification-code';
import type {
  SendLimited,
  Verification,
  VerificationClosed,
  VerificationStarted,
  VerificationStatus,
} from './verification';
import { resendStatement } from './verification.statements';
import type { VerificationDependencies } from './verification-dependencies';

export type ResendVerificationCodeResult = VerificationStarted | VerificationClosed | SendLimited;

interface ResendRow {
  status: VerificationStatus;
  cooldown_seconds: number;
  connector_active: boolean;
  type: ConnectorChannel;
  recipient: string;
  address: string;
  usage: UsageType;
  locale: string;
  attempts: number;
  max_attempts: number;
  created_at: Date;
  configuration_version: string;
  expires_at: Date | null;
  resend_available_at: Date;
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
  verificationId: string,
): Promise<ResendVerificationCodeResult> {
  const id = verificationId.toLowerCase();
  if (!isUuid(id)) return { kind: 'closed', reason: 'NOT_FOUND' };
  const { row, deliveryStatus } = await queueCode(dependencies, id, (queued) => store(dependencies, id, queued));
  if (!row) return { kind: 'closed', reason: 'NOT_FOUND' };
  if (row.status !== 'PENDING') return { kind: 'closed', reason: closedReasons[row.status] };
  if (!row.connector_active) throw connectorNotConfigured(row.type);
  if (row.expires_at) return { kind: 'started', verification: toVerification(id, row, row.expires_at, deliveryStatus) };
  if (row.cooldown_seconds <= 0) return recipientLimited(dependencies, row.type, row.recipient);
  return { kind: 'send-limited', limit: 'RESEND_COOLDOWN', retryAfterSeconds: Math.ceil(row.cooldown_seconds) };
}

async function store(
  { run, settings }: VerificationDependencies,
  id: string,
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
  ]);
  if (row?.expires_at) {
    const { type, address, usage, locale } = row;
    queued.dispatch({ type, address, usage, locale, configurationVersion: Number(row.configuration_version) });
  }
  return { row, deliveryStatus: queued.leased ? 'SENDING' : 'QUEUED' };
}

function toVerification(
  id: string,
  row: ResendRow,
  expiresAt: Date,
  deliveryStatus: 'SENDING' | 'QUEUED',
): Verification {
  return {
    id,
    type: row.type,
    address: row.address,
    usage: row.usage,
    status: 'PENDING',
    createdAt: row.created_at,
    expiresAt,
    resendAvailableAt: row.resend_available_at,
    attemptsRemaining: row.max_attempts - row.attempts,
    deliveryStatus,
  };
}
