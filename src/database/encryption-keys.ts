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
  const keys = parseEncryptionKeys(await readOrMake(file, dataDir));
  if (keys) return keys;
  throw new StartError(
    `The file ${file} does not hold encryption keys (id:base64 of 32 bytes). Restore it from a backup.`,
  );
}

async function readOrMake(file: string, dataDir: string): Promise<string> {
  try {
    await makeDataFolder(dataDir);
    await createWithContent(file, `k1:${randomBytes(32).toString('base64')}\n`);
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new StartError(
      `The encryption keys in ${file} can neither be read nor made: ${reason}. Set POSTERN_DATA_DIR to a folder that can be written to, or POSTERN_ENCRYPTION_KEYS.`,
      { cause },
    );
  }
}
