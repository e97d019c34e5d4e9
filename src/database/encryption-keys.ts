import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEncryptionKeys } from '../shared/encryption-keys';
import { StartError } from '../shared/errors';
import type { MasterKeys } from '../shared/key-ring';
import { createWithContent } from './create-with-content';
import { makeDataFolder } from './data-folder';

/**
 * The keys that a development gateway made for itself, kept in the data folder; made now if there are none.
 * @throws {StartError} when the file does not hold keys
 */
export async function keptEncryptionKeys(dataDir: string): Promise<MasterKeys> {
  const file = join(dataDir, 'encryption-keys');
  await makeDataFolder(dataDir);
  await createWithContent(file, `k1:${randomBytes(32).toString('base64')}\n`);
  const keys = parseEncryptionKeys((await readFile(file, 'utf8')).trim());
  if (keys) return keys;
  throw new StartError(
    `The file ${file} does not hold encryption keys (id:base64 of 32 bytes). Restore it from a backup.`,
  );
}
