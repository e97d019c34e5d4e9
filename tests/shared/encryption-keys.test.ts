import { parseEncryptionKeys } from '../../src/shared/encryption-keys';

const secretOf = (byte: number) => Buffer.alloc(32, byte);
const one = `one:${secretOf(1).toString('base64')}`;
const two = `two:${secretOf(2).toString('base64')}`;

describe('parseEncryptionKeys', () => {
  it('reads one key or several, newest first', () => {
    expect(parseEncryptionKeys(one)).toEqual([{ id: 'one', secret: secretOf(1) }]);
    const both = [
      { id: 'two', secret: secretOf(2) },
      { id: 'one', secret: secretOf(1) },
    ];
    expect(parseEncryptionKeys(`${two},${one}`)).toEqual(both);
    expect(parseEncryptionKeys(` ${two} , ${one} `)).toEqual(both);
  });

  it('takes the base64 of URLs and base64 without its padding too', () => {
    const secret = Buffer.alloc(32, 0xfb);
    expect(parseEncryptionKeys(`k:${secret.toString('base64url')}`)).toEqual([{ id: 'k', secret }]);
    expect(parseEncryptionKeys(`k:${secret.toString('base64')}`)).toEqual([{ id: 'k', secret }]);
  });

  it.each([
    ['nothing', ''],
    ['a comma too many', `${one},`],
    ['a key without a name', one.replace('one', '')],
    ['a name without a key', 'one'],
    ['a name with a dot, which ends names in ciphertexts', one.replace('one', 'o.ne')],
    ['a name that is too long', one.replace('one', 'x'.repeat(33))],
    ['a key that is too short', `one:${Buffer.alloc(31).toString('base64')}`],
    ['a key that is too long', `one:${Buffer.alloc(33).toString('base64')}`],
    ['a name that is there twice', `${one},${two},${one}`],
    ['one bad key among good ones', `${one},two:short`],
  ])('refuses %s', (_, list) => {
    expect(parseEncryptionKeys(list)).toBeUndefined();
  });
});
