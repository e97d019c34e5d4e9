import type { DeliveryStatus } from '../delivery/delivery.entity';
import { isUuid } from '../shared/uuid';
import { hashTypedCode } from './code';
import type { Proof } from './proof';
import { toVerification, type Verification, type VerificationClosed, type VerificationRow } from './verification';
import { verifyStatement } from './verification.statements';
import type { VerificationDependencies } from './verification-dependencies';

export type VerifyVerificationCodeResult =
  | { kind: 'succeeded'; verification: Verification; proof: Proof }
  | { kind: 'mismatch'; attemptsRemaining: number }
  | { kind: 'guess-limited'; retryAfterSeconds: number }
  | VerificationClosed;

interface VerifyRow extends VerificationRow {
  outcome: 'SUCCESS' | 'MISMATCH' | 'GUESS_LIMIT' | 'EXPIRED' | 'ALREADY_VERIFIED' | 'ATTEMPTS_EXHAUSTED';
  guess_limit_seconds: number | null;
  recipient: string;
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
        verification: toVerification(id, row, 'VERIFIED', row.delivery_status),
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
