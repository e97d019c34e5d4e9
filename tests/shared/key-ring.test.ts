import { randomBytes } from 'node:crypto';
import { DecryptionError, KeyRing, type MasterKey } from '../../src/shared/key-ring';

const key = (id: string): MasterKey => ({ id, secret: randomBytes(32) });
const old = key('old');
const current = key('current');
const place = 'connector:1';

/** The ciphertext with one byte of nonce, content or tag changed. */
function alter(ciphertext: string, byte: number): string {
  const [version, id, payload = ''] = ciphertext.split('.');
  const sealed = Buffer.from(payload, 'base64url');
  sealed.writeUInt8(sealed.readUInt8(byte) ^ 1, byte);
  return [version, id, sealed.toString('base64url')].join('.');
}

describe('a key ring', () => {
  const ring = new KeyRing([current]);

  it.each(['123456', '', 'pässwörd \u0000 😀', 'x'.repeat(100_000)])('opens what it encrypted', (plaintext) => {
    expect(ring.decrypt(ring.encrypt(plaintext, place), place)).toBe(plaintext);
  });

  it('makes another ciphertext each time, which names its key and shows nothing else', () => {
    const ciphertexts = Array.from({ length: 100 }, () => ring.encrypt('secret-text', place));
    expect(new Set(ciphertexts).size).toBe(100);
    for (const ciphertext of ciphertexts) expect(ciphertext).toMatch(/^v1\.current\.[\w-]{52}$/);
  });

  it('opens nothing at another place', () => {
    const ciphertext = ring.encrypt('secret-text', place);
    for (const other of ['connector:2', 'delivery:1', 'connector:1 ', '']) {
      expect(() => ring.decrypt(ciphertext, other)).toThrow(DecryptionError);
    }
  });

  it.each(['AA', 'x'.repeat(36), ''])('opens nothing that was cut off: %j', (payload) => {
    expect(() => ring.decrypt(`v1.current.${payload}`, place)).toThrow(DecryptionError);
  });

  it('opens nothing that was altered, in whichever byte', () => {
    const ciphertext = ring.encrypt('secret-text', place);
    const bytes = 12 + 'secret-text'.length + 16;
    for (let byte = 0; byte < bytes; byte += 1) {
      expect(() => ring.decrypt(alter(ciphertext, byte), place)).toThrow(DecryptionError);
    }
  });

  it('opens nothing that was cut off', () => {
    const ciphertext = ring.encrypt('secret-text', place);
    for (let length = 0; length < ciphertext.length; length += 1) {
      expect(() => ring.decrypt(ciphertext.slice(0, length), place)).toThrow();
    }
  });

  it.each(['', 'v1', 'v1.current', 'v1.current.', 'v2.current.AAAA', 'plain text'])(
    'takes %j for no ciphertext',
    (text) => {
      expect(() => ring.decrypt(text, place)).toThrow(DecryptionError);
    },
  );

  it('names the key that it lacks', () => {
    const ciphertext = new KeyRing([old]).encrypt('secret-text', place);
    expect(() => ring.decrypt(ciphertext, place)).toThrow('the key "old" is not in the key ring');
  });

  it('does not open what was encrypted under another key of the same name', () => {
    const ciphertext = new KeyRing([key('current')]).encrypt('secret-text', place);
    expect(() => ring.decrypt(ciphertext, place)).toThrow(
      'the ciphertext was not made under the key "current" for this place',
    );
  });

  it('shows no plaintext in its errors', () => {
    const ciphertext = ring.encrypt('secret-text', place);
    expect(() => ring.decrypt(ciphertext, 'elsewhere')).toThrow(
      expect.objectContaining({ stack: expect.not.stringContaining('secret-text') }),
    );
  });

  it('hashes alike under one key and unlike under another', () => {
    const [hash] = ring.hashes('123456');
    expect(ring.hash('123456')).toEqual(hash);
    expect(hash).toHaveLength(32);
    expect(ring.hash('123457')).not.toEqual(hash);
    expect(new KeyRing([{ id: 'renamed', secret: current.secret }]).hash('123456')).toEqual(hash);
    expect(new KeyRing([old]).hash('123456')).not.toEqual(hash);
  });
});

describe('a key ring with a new key', () => {
  const before = new KeyRing([old]);
  const rotated = new KeyRing([current, old]);

  it('opens what was encrypted under either key, and encrypts under the new one', () => {
    expect(rotated.decrypt(before.encrypt('under old', place), place)).toBe('under old');
    const ciphertext = rotated.encrypt('under new', place);
    expect(ciphertext).toMatch(/^v1\.current\./);
    expect(rotated.decrypt(ciphertext, place)).toBe('under new');
    expect(() => before.decrypt(ciphertext, place)).toThrow(DecryptionError);
  });

  it('compares with the hashes under both keys, the new one first, and hashes under the new one', () => {
    expect(rotated.hashes('123456')).toEqual([new KeyRing([current]).hash('123456'), before.hash('123456')]);
    expect(rotated.hash('123456')).toEqual(rotated.hashes('123456')[0]);
  });

  it('keeps opening while processes with either order are running', () => {
    const ahead = new KeyRing([old, current]);
    expect(ahead.decrypt(rotated.encrypt('text', place), place)).toBe('text');
    expect(rotated.decrypt(ahead.encrypt('text', place), place)).toBe('text');
    expect(ahead.hashes('123456')).toContainEqual(rotated.hash('123456'));
  });
});
