import { createHash, randomBytes } from 'node:crypto';

/** Starts every generated key, so that people and secret scanners recognise one. */
const prefix = 'postern_admin_';

/** 256 random bits. */
export function generateAdminKey(): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** Keys are long and random, so that one round of SHA-256 is enough to keep them from being read out of the database. */
export function hashAdminKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
