import type { ConnectorChannel } from '../connector-kit/connector-factory';
import type { DeliveryStatus } from '../delivery/delivery.entity';
import type { UsageType } from '../shared/usage';
import { isUuid } from '../shared/uuid';
import { hashTypedCode } from './code';
import type { Proof } from './proof';
import type { Verification, VerificationClosed } from './verification';
import { verifyStatement } from './verification.statements';
import type { VerificationDependencies } from './verification-dependencies';

export type VerifyVerificationCodeResult =
  | { kind: 'succeeded'; verification: Verification; proof: Proof }
  | { kind: 'mismatch'; attemptsRemaining: number }
  | { kind: 'guess-limited'; retryAfterSeconds: number }
  | VerificationClosed;

interface VerifyRow {
  outcome: 'SUCCESS' | 'MISMATCH' | 'GUESS_LIMIT' | 'EXPIRED' | 'ALREADY_VERIFIED' | 'ATTEMPTS_EXHAUSTED';
  guess_limit_seconds: number | null;
  attempts_left: number;
  type: ConnectorChannel;
  address: string;
  usage: UsageType;
  created_at: Date;
  expires_at: Date;
  resend_available_at: Date;
  delivery_status: DeliveryStatus;
}

/** Spends one attempt and, if the code is the right one, consumes it, in one statement; then signs the proof. */
export async function verifyVerificationCode(
  { run, keyRing, proofSigner, settings }: VerificationDependencies,
  { verificationId, code }: { verificationId: string; code: string },
): Promise<VerifyVerificationCodeResult> {
  const id = verificationId.toLowerCase();
  if (!isUuid(id)) return { kind: 'closed', reason: 'NOT_FOUND' };
  const { count, seconds } = settings.limits.guesses;
  const [row] = await run<VerifyRow>(verifyStatement, [id, hashTypedCode(keyRing, id, code), count, seconds]);
  if (!row) return { kind: 'closed', reason: 'NOT_FOUND' };
  switch (row.outcome) {
    case 'SUCCESS':
      return {
        kind: 'succeeded',
        verification: toVerification(id, row),
        proof: await proofSigner.sign({ id, ...row }),
      };
    case 'MISMATCH':
      return { kind: 'mismatch', attemptsRemaining: row.attempts_left };
    case 'GUESS_LIMIT':
      return { kind: 'guess-limited', retryAfterSeconds: Math.max(1, Math.ceil(row.guess_limit_seconds ?? 1)) };
    default:
      return { kind: 'closed', reason: row.outcome };
  }
}

function toVerification(id: string, row: VerifyRow): Verification {
  return {
    id,
    type: row.type,
    address: row.address,
    usage: row.usage,
    status: 'VERIFIED',
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    resendAvailableAt: row.resend_available_at,
    attemptsRemaining: row.attempts_left,
    deliveryStatus: row.delivery_status,
  };
}
