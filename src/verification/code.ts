import { randomInt } from 'node:crypto';
import type { KeyRing } from '../shared/key-ring';

/** Decimal digits from the CSPRNG, each value as likely as any other. */
export function generateCode(length: number): string {
  return randomInt(0, 10 ** length)
    .toString()
    .padStart(length, '0');
}

/** Longer than any code with whatever may stand between its digits; long texts take very long to normalize. */
const longestTypedCode = 100;

/** What a person typed, as the code that was meant: full-width digits are digits, blanks and dashes are dropped. */
function normalizeCode(typed: string): string {
  if (typed.length > longestTypedCode) return typed;
  return typed.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}]/gu, '');
}

/** What is stored of a code: it fits one verification only. */
export function hashCode(keyRing: KeyRing, verificationId: string, code: string): Buffer {
  return keyRing.hash(hashedText(verificationId, code));
}

/** What a typed code is compared as: its hash under every key that may have hashed the stored one. */
export function hashTypedCode(keyRing: KeyRing, verificationId: string, typed: string): Buffer[] {
  return keyRing.hashes(hashedText(verificationId, normalizeCode(typed)));
}

function hashedText(verificationId: string, code: string): string {
  return `${verificationId.toLowerCase()}:${code}`;
}
