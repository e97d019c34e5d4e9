import { KeyRing } from '../../src/shared/key-ring';
import { generateCode, hashCode } from '../../src/verification/code';
import { openStage, type Stage } from './stage';
import { wrongCode } from './verifier';

const fullWidth = (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const arabic = (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)));

const rightSpellings: [name: string, spell: (code: string) => string][] = [
  ['as it is', (code) => code],
  ['full-width digits', fullWidth],
  ['mathematical digits', (code) => code.replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit)))],
  ['a blank in the middle', (code) => `${code.slice(0, 3)} ${code.slice(3)}`],
  ['a dash in the middle', (code) => `${code.slice(0, 3)}-${code.slice(3)}`],
  ['an en dash in the middle', (code) => `${code.slice(0, 3)}–${code.slice(3)}`],
  ['a blank between all', (code) => [...code].join(' ')],
  ['no-break and ideographic blanks', (code) => `\u00a0${code.slice(0, 2)}\u3000${code.slice(2)}`],
  ['pasted with a line break', (code) => ` ${code}\r\n`],
  ['pasted with invisible marks', (code) => `\u200b\u202a${code}\u202c\ufeff`],
];

const wrongOnes: [name: string, code: string][] = [
  ['nothing', ''],
  ['blanks', ' \t\n'],
  ['one digit', '1'],
  ['letters', 'abcdef'],
  ['an emoji', '🔑'],
  ['a family of emoji', '👨‍👩‍👧‍👦'.repeat(100)],
  ['Arabic digits', arabic('123456')],
  ['Roman numerals', 'Ⅻ'],
  ['fractions', '½¼'],
  ['NUL', '\0'],
  ['half a surrogate pair', '\ud83d'],
  ['SQL', "' OR '1'='1"],
  ['an expression', '{{ code }}'],
  ['a hash', '0'.repeat(64)],
  ['50 KB of digits', '1'.repeat(50_000)],
  ['50 KB that grow when they are normalized', 'ﷺ'.repeat(16_000)],
  ['50 KB of marks to be put in order', `a${'\u0315\u0300'.repeat(12_000)}`],
];

describe('what a person types', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test.each(rightSpellings)('%s: the right code', async (_name, spell) => {
    const { id, code } = await stage.start();

    expect(await stage.verify(id, spell(code))).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test.each(wrongOnes)('%s: a wrong code, and nothing worse', async (_name, code) => {
    const started = await stage.start();

    expect(await stage.verify(started.id, code)).toMatchObject({ __typename: 'CodeMismatch', attemptsRemaining: 4 });
  });

  test('parts of the right code, and more than it, are wrong', async () => {
    const { id, code } = await stage.start();

    for (const close of [code.slice(1), code.slice(0, -1), `${code}0`, `0${code}`, wrongCode(code)]) {
      expect(await stage.verify(id, close)).toMatchObject({ __typename: 'CodeMismatch' });
    }
  });

  test('zeros at the start are part of the code', async () => {
    const { id } = await stage.start();
    const keyRing = new KeyRing([{ id: 'test', secret: Buffer.alloc(32, 1) }]);
    const hash = hashCode(keyRing, id, '000042');
    await stage.database.query('UPDATE verification SET code_hash = $1 WHERE id = $2', [hash, id]);

    expect(await stage.verify(id, '42')).toMatchObject({ __typename: 'CodeMismatch' });
    expect(await stage.verify(id, '000042')).toMatchObject({ __typename: 'VerificationSucceeded' });
  });
});

test.each([6, 8, 10])('POSTERN_CODE_LENGTH=%i makes codes of that length', async (length) => {
  const stage = await openStage({ environment: { POSTERN_CODE_LENGTH: String(length) } });
  try {
    const { id, code } = await stage.start();
    expect(code).toMatch(new RegExp(`^\\d{${length}}$`));
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  } finally {
    await stage.close();
  }
});

describe('generated codes', () => {
  const length = 6;
  /** What χ² with 9 and with 99 degrees of freedom passes less than once in 10⁹ runs. */
  const threshold = { digits: 64, pairs: 212 };
  const positions = [0, 1, 2, 3, 4, 5];
  const frequencies = (size: number) => new Array<number>(size).fill(0);
  const digitsAt = positions.map(() => frequencies(10));
  const pairs = frequencies(100);
  const malformed: string[] = [];

  beforeAll(() => {
    for (let count = 0; count < 1_000_000; count += 1) {
      const code = generateCode(length);
      if (!/^[0-9]{6}$/.test(code)) malformed.push(code);
      for (const position of positions) increment(digitsAt[position], Number(code[position]));
      increment(pairs, Number(code.slice(2, 4)));
    }
  });

  function increment(counts: number[] | undefined, index: number): void {
    if (counts) counts[index] = (counts[index] ?? 0) + 1;
  }

  function chiSquare(observed: readonly number[]): number {
    const expected = observed.reduce((sum, frequency) => sum + frequency, 0) / observed.length;
    return observed.reduce((sum, frequency) => sum + (frequency - expected) ** 2 / expected, 0);
  }

  test('have six digits each', () => {
    expect(malformed).toEqual([]);
  });

  test('have every digit as often as any other', () => {
    const overall = frequencies(10).map((_, digit) => digitsAt.reduce((sum, counts) => sum + (counts[digit] ?? 0), 0));

    expect(overall.reduce((sum, frequency) => sum + frequency, 0)).toBe(6_000_000);
    expect(chiSquare(overall)).toBeLessThan(threshold.digits);
  });

  test.each(positions)('have every digit as often as any other at position %i', (position) => {
    expect(chiSquare(digitsAt[position] ?? [])).toBeLessThan(threshold.digits);
  });

  test('have every digit after any other as often', () => {
    expect(chiSquare(pairs)).toBeLessThan(threshold.pairs);
  });
});
