import { openStage, type Stage } from './stage';
import { wrongCode } from './verifier';

describe('20 wrong codes for one recipient in any hour', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ environment: { POSTERN_LIMITS: 'off' } });
  });
  afterAll(() => stage.close());

  /** Tries every attempt of four verifications. */
  async function guessTwentyTimes(recipient: string): Promise<void> {
    for (let verification = 1; verification <= 4; verification += 1) {
      const { id, code } = await stage.start({ recipient });
      for (let wrong = 1; wrong <= 5; wrong += 1) {
        expect(await stage.verify(id, wrongCode(code, wrong))).toMatchObject({ __typename: 'CodeMismatch' });
      }
    }
  }

  test('after them no code is looked at, not even the right one, and no attempt is spent', async () => {
    const recipient = 'guessed@example.com';
    await guessTwentyTimes(recipient);
    const { id, code } = await stage.start({ recipient });

    const refused = await stage.verify(id, wrongCode(code));
    expect(refused).toEqual({
      __typename: 'GuessLimitReached',
      code: 'GUESS_LIMIT_REACHED',
      message: expect.any(String),
      retryAfterSeconds: expect.any(Number),
    });
    expect(refused.retryAfterSeconds).toBeGreaterThan(3_580);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(3_600);
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'GuessLimitReached' });
    expect(await stage.find(id)).toMatchObject({ status: 'PENDING', attemptsRemaining: 5 });
  });

  test('other recipients are not held up', async () => {
    await guessTwentyTimes('held.up@example.com');
    const { id, code } = await stage.start();

    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('spelling the recipient another way does not get around it', async () => {
    await guessTwentyTimes('round@example.com');
    const { id, code } = await stage.start({ recipient: 'ROUND＠Example.com' });

    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'GuessLimitReached' });
  });

  test('resending does not get around it', async () => {
    const recipient = 'resent@example.com';
    const { id } = await stage.start({ recipient });
    await guessTwentyTimes(recipient);
    await stage.resend(id);

    expect(await stage.verify(id, '123456')).toMatchObject({ __typename: 'GuessLimitReached' });
  });

  test('when the time it told is over, the right code of a fresh verification works', async () => {
    const recipient = 'patient@example.com';
    await guessTwentyTimes(recipient);
    const { id } = await stage.start({ recipient });
    const { retryAfterSeconds } = await stage.verify(id, '123456');

    await stage.database.elapse(retryAfterSeconds - 10);
    const early = await stage.start({ recipient });
    expect(await stage.verify(early.id, early.code)).toMatchObject({ __typename: 'GuessLimitReached' });
    await stage.database.elapse(10);
    const late = await stage.start({ recipient });
    expect(await stage.verify(late.id, late.code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('right codes do not count', async () => {
    const recipient = 'regular@example.com';
    for (let visit = 1; visit <= 21; visit += 1) {
      const { id, code } = await stage.start({ recipient });
      expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
    }
  });
});

test('a configured limit of wrong codes', async () => {
  const stage = await openStage({ environment: { POSTERN_LIMITS: 'guesses=2/60' } });
  try {
    const { id, code } = await stage.start();
    await stage.verify(id, wrongCode(code));
    await stage.verify(id, wrongCode(code));

    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'GuessLimitReached' });
    await stage.database.elapse(61);
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  } finally {
    await stage.close();
  }
});
