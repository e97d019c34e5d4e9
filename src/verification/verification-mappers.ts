import { maskRecipient } from '../shared/recipient';
import type { ResendVerificationCodeResult as Resent } from './resend-verification-code';
import type { SendVerificationCodeResult as Sent } from './send-verification-code';
import type * as model from './verification';
import {
  CodeMismatch,
  GuessLimitReached,
  InvalidRecipient,
  type ResendVerificationCodeResult,
  SendLimitReached,
  type SendVerificationCodeResult,
  Verification,
  VerificationClosed,
  VerificationStarted,
  VerificationSucceeded,
  type VerifyVerificationCodeResult,
} from './verification.types';
import type { VerifyVerificationCodeResult as Verified } from './verify-verification-code';

export function toVerification({ address, ...fields }: model.Verification): Verification {
  return Object.assign(new Verification(), { ...fields, recipient: maskRecipient(address) });
}

export function toSendResult(result: Sent): typeof SendVerificationCodeResult {
  if (result.kind === 'started') return toStarted(result);
  if (result.kind === 'send-limited') return toSendLimitReached(result);
  return Object.assign(new InvalidRecipient(), {
    code: 'INVALID_RECIPIENT',
    message: 'This is not an address that a code can be sent to. Check it for typing errors.',
  });
}

export function toResendResult(result: Resent): typeof ResendVerificationCodeResult {
  if (result.kind === 'started') return toStarted(result);
  return result.kind === 'send-limited' ? toSendLimitReached(result) : toClosed(result);
}

export function toVerifyResult(result: Verified): typeof VerifyVerificationCodeResult {
  switch (result.kind) {
    case 'succeeded':
      return Object.assign(new VerificationSucceeded(), {
        verification: toVerification(result.verification),
        proof: result.proof,
      });
    case 'mismatch':
      return toMismatch(result.attemptsRemaining);
    case 'guess-limited':
      return toGuessLimitReached(result.retryAfterSeconds);
    case 'closed':
      return toClosed(result);
  }
}

function toStarted({ verification }: model.VerificationStarted): VerificationStarted {
  return Object.assign(new VerificationStarted(), { verification: toVerification(verification) });
}

function toSendLimitReached({ limit, retryAfterSeconds }: model.SendLimited): SendLimitReached {
  const message = `Codes were sent too often. A new one can be sent in ${retryAfterSeconds} s.`;
  return Object.assign(new SendLimitReached(), { code: 'SEND_LIMIT_REACHED', message, limit, retryAfterSeconds });
}

const closedMessages = {
  NOT_FOUND: 'There is no such verification. Start a new one.',
  EXPIRED: 'The code has expired. Start a new verification.',
  ALREADY_VERIFIED: 'The code was used already. Start a new verification.',
  ATTEMPTS_EXHAUSTED: 'Too many wrong codes were tried. Start a new verification.',
} as const;

function toClosed({ reason }: model.VerificationClosed): VerificationClosed {
  const fields = { code: 'VERIFICATION_CLOSED', message: closedMessages[reason], reason };
  return Object.assign(new VerificationClosed(), fields);
}

function toMismatch(attemptsRemaining: number): CodeMismatch {
  const fields = { code: 'CODE_MISMATCH', message: 'The code is not the right one.', attemptsRemaining };
  return Object.assign(new CodeMismatch(), fields);
}

function toGuessLimitReached(retryAfterSeconds: number): GuessLimitReached {
  const message = `Too many wrong codes were tried for this recipient. Try again in ${retryAfterSeconds} s.`;
  return Object.assign(new GuessLimitReached(), { code: 'GUESS_LIMIT_REACHED', message, retryAfterSeconds });
}
