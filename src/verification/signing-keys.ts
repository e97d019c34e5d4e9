import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { DataSource, EntityManager } from 'typeorm';
import { StartError } from '../shared/errors';
import { DecryptionError, type KeyRing } from '../shared/key-ring';

export interface SigningKey {
  /** RFC 7638 thumbprint. */
  id: string;
  privateKey: CryptoKey;
}

export interface SigningKeys {
  /** Signs new proofs. */
  newest: SigningKey;
  /** What verifiers fetch: every key that a proof still around may be signed with. */
  jwks: { keys: JWK[] };
}

interface SigningKeyRow {
  id: string;
  public_key: JWK;
  private_key: string;
}

/** Any number that no other program is likely to lock in the same database. */
const signingKeyLock = 7_270_002;

/**
 * Reads the keys that proofs are signed with, and makes one at first start.
 * @throws {StartError} when the key ring does not hold the key that the database was encrypted with
 */
export async function loadSigningKeys(dataSource: DataSource, keyRing: KeyRing): Promise<SigningKeys> {
  const rows = await dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [signingKeyLock]);
    const kept = await selectKeys(manager);
    if (kept.length > 0) return kept;
    await insertKey(manager, keyRing);
    return selectKeys(manager);
  });
  const [newest] = rows as [SigningKeyRow];
  return {
    newest: { id: newest.id, privateKey: await importPrivateKey(newest, keyRing) },
    jwks: { keys: rows.map(({ id, public_key }) => ({ ...public_key, kid: id, alg: 'EdDSA', use: 'sig' })) },
  };
}

function selectKeys(manager: EntityManager): Promise<SigningKeyRow[]> {
  return manager.query('SELECT id, public_key, private_key FROM signing_key ORDER BY created_at DESC');
}

async function insertKey(manager: EntityManager, keyRing: KeyRing): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(publicJwk);
  const encrypted = keyRing.encrypt(JSON.stringify(await exportJWK(privateKey)), signingKeyPlace(id));
  await manager.query('INSERT INTO signing_key (id, public_key, private_key) VALUES ($1, $2, $3)', [
    id,
    publicJwk,
    encrypted,
  ]);
}

async function importPrivateKey(row: SigningKeyRow, keyRing: KeyRing): Promise<CryptoKey> {
  try {
    const jwk = JSON.parse(keyRing.decrypt(row.private_key, signingKeyPlace(row.id))) as JWK;
    return (await importJWK(jwk, 'EdDSA')) as CryptoKey;
  } catch (cause) {
    if (!(cause instanceof DecryptionError)) throw cause;
    throw new StartError(
      `The encryption keys do not fit this database: ${cause.message}. Start with the keys that it was set up with (POSTERN_ENCRYPTION_KEYS, or the file encryption-keys in the data folder).`,
      { cause },
    );
  }
}

function signingKeyPlace(id: string): string {
  return `signing-key:${id}`;
}
