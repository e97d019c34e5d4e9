import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** One master key: 32 bytes, with the name that its ciphertexts carry. */
export interface MasterKey {
  id: string;
  secret: Buffer;
}

/** Newest first. */
export type MasterKeys = readonly [MasterKey, ...MasterKey[]];

interface DerivedKey {
  id: string;
  encryption: Buffer;
  hashing: Buffer;
}

const formatVersion = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/** A ciphertext names a key that the ring does not hold, or was not made under this key for this place. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError';
}

/**
 * The gateway's keys, newest first. The newest one encrypts and hashes; every one decrypts and is compared with, so
 * that a key can be replaced while ciphertexts and codes made under the old one are still around.
 */
export class KeyRing {
  private readonly keys: readonly [DerivedKey, ...DerivedKey[]];

  constructor(masterKeys: MasterKeys) {
    const [newest, ...older] = masterKeys;
    this.keys = [deriveKey(newest), ...older.map(deriveKey)];
  }

  /**
   * AES-256-GCM with a random nonce.
   * @param place what the ciphertext belongs to (a table and row id); it opens nowhere else
   * @returns `v1.<key id>.<base64url of nonce, ciphertext and tag>`
   */
  encrypt(plaintext: string, place: string): string {
    const [{ id, encryption }] = this.keys;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', encryption, nonce);
    cipher.setAAD(Buffer.from(place));
    const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${formatVersion}.${id}.${sealed.toString('base64url')}`;
  }

  /** @throws {DecryptionError} */
  decrypt(ciphertext: string, place: string): string {
    const [version, id, payload] = ciphertext.split('.');
    const key = this.keys.find((candidate) => candidate.id === id);
    if (version !== formatVersion || !payload) throw new DecryptionError('the ciphertext is not of a known format');
    if (!key) throw new DecryptionError(`the key "${id}" is not in the key ring`);
    const sealed = Buffer.from(payload, 'base64url');
    if (sealed.length < nonceBytes + tagBytes) throw new DecryptionError('the ciphertext is cut off');
    try {
      return unseal(sealed, key, place);
    } catch (cause) {
      throw new DecryptionError(`the ciphertext was not made under the key "${id}" for this place`, { cause });
    }
  }

  /** HMAC-SHA-256 under the newest key. */
  hash(text: string): Buffer {
    return hmac(this.keys[0], text);
  }

  /** The hashes that `text` has under each key, newest first: what a stored hash is compared with. */
  hashes(text: string): Buffer[] {
    return this.keys.map((key) => hmac(key, text));
  }
}

function unseal(sealed: Buffer, { encryption }: DerivedKey, place: string): string {
  const options = { authTagLength: tagBytes };
  const decipher = createDecipheriv('aes-256-gcm', encryption, sealed.subarray(0, nonceBytes), options);
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return decipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
}

function hmac(key: DerivedKey, text: string): Buffer {
  return createHmac('sha256', key.hashing).update(text).digest();
}

/** One purpose, one key: RFC 5869 keeps the encryption and the hashing key apart. */
function deriveKey({ id, secret }: MasterKey): DerivedKey {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `postern/${purpose}`, 32));
  return { id, encryption: derive('encryption'), hashing: derive('hashing') };
}
