import type { MasterKeys } from './key-ring';

const keyId = /^[A-Za-z0-9_-]{1,32}$/;
const keyBytes = 32;

/** Reads a comma-separated list of `id:base64(32 bytes)`, newest first; undefined: it is not one. */
export function parseEncryptionKeys(list: string): MasterKeys | undefined {
  const keys = list.split(',').map((entry) => {
    const [id = '', secret = ''] = entry.trim().split(':');
    return { id, secret: Buffer.from(secret, 'base64') };
  });
  const [newest, ...older] = keys;
  const sound = keys.every(({ id, secret }) => keyId.test(id) && secret.length === keyBytes);
  const distinct = new Set(keys.map(({ id }) => id)).size === keys.length;
  return newest && sound && distinct ? [newest, ...older] : undefined;
}
