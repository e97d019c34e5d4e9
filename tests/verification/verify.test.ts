import { openStage, type Stage, type Started } from './stage';
import { wrongCode } from './verifier';

describe('verifying a code', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('each wrong code spends an attempt, until there are none', async () => {
    const { id, code } = await stage.start();

    for (const attemptsRemaining of [4, 3, 2, 1, 0]) {
      expect(await stage.verify(id, wrongCode(code))).toEqual({
        __typename: 'CodeMismatch',
        code: 'CODE_MISMATCH',
        message: expect.any(String),
        attemptsRemaining,
      });
      expect(await stage.find(id)).toMatchObject({ attemptsRemaining });
    }
    expect(await stage.find(id)).toMatchObject({ status: 'ATTEMPTS_EXHAUSTED' });
  });

  test('the right code is right at the last attempt', async () => {
    const { id, code } = await stage.start();
    for (let wrong = 1; wrong <= 4; wrong += 1) await stage.verify(id, wrongCode(code, wrong));

    expect(await stage.verify(id, code)).toMatchObject({
      __typename: 'VerificationSucceeded',
      verification: { status: 'VERIFIED', attemptsRemaining: 0 },
    });
    expect(await stage.find(id)).toMatchObject({ status: 'VERIFIED' });
  });

  test('the id counts in any case', async () => {
    const { id, code } = await stage.start();

    expect(await stage.verify(id.toUpperCase(), code)).toMatchObject({
      __typename: 'VerificationSucceeded',
      verification: { id },
    });
  });

  describe('of a verification that is closed', () => {
    const closed = (reason: string) => ({
      __typename: 'VerificationClosed',
      code: 'VERIFICATION_CLOSED',
      message: expect.any(String),
      reason,
    });
    const verifyBoth = async ({ id, code }: Started, reason: string) => {
      expect(await stage.verify(id, code)).toEqual(closed(reason));
      expect(await stage.verify(id, wrongCode(code))).toEqual(closed(reason));
    };

    test('ALREADY_VERIFIED', async () => {
      const started = await stage.start();
      await stage.verify(started.id, started.code);

      await verifyBoth(started, 'ALREADY_VERIFIED');
    });

    test('ALREADY_VERIFIED goes before EXPIRED', async () => {
      const started = await stage.start();
      await stage.verify(started.id, started.code);
      await stage.database.elapse(3_600);

      await verifyBoth(started, 'ALREADY_VERIFIED');
      expect(await stage.find(started.id)).toMatchObject({ status: 'VERIFIED' });
    });

    test('ATTEMPTS_EXHAUSTED', async () => {
      const started = await stage.start();
      for (let wrong = 1; wrong <= 5; wrong += 1) await stage.verify(started.id, wrongCode(started.code));

      await verifyBoth(started, 'ATTEMPTS_EXHAUSTED');
    });

    test('EXPIRED, with no attempt spent', async () => {
      const started = await stage.start();
      await stage.database.elapse(601);

      await verifyBoth(started, 'EXPIRED');
      expect(await stage.find(started.id)).toMatchObject({ status: 'EXPIRED', attemptsRemaining: 5 });
      expect(await stage.budget(started.recipient)).toEqual({ sends: 1, misses: 0 });
    });

    test.each([
      '4f6c6a3e-0d2b-4b1e-9a51-2f0f3c1d7e88',
      '',
      'abc',
      '4f6c6a3e',
      "' OR true --",
      '\0',
      'é'.repeat(20_000),
    ])('NOT_FOUND: %.40s', async (id) => {
      expect(await stage.verify(id, '123456')).toEqual(closed('NOT_FOUND'));
      expect(await stage.find(id)).toBeNull();
    });
  });

  describe('a code is bound to its verification', () => {
    test("one person's code does not open another's", async () => {
      const [ours, theirs] = [await stage.start(), await stage.start()];

      expect(await stage.verify(theirs.id, ours.code)).toMatchObject({ __typename: 'CodeMismatch' });
      expect(await stage.verify(ours.id, ours.code)).toMatchObject({ __typename: 'VerificationSucceeded' });
    });

    test('a REGISTER code does not sign in', async () => {
      const register = await stage.start({ usage: 'REGISTER' });
      const signIn = await stage.start({ usage: 'SIGN_IN', recipient: register.recipient });

      expect(await stage.verify(signIn.id, register.code)).toMatchObject({ __typename: 'CodeMismatch' });
      expect(await stage.verify(register.id, signIn.code)).toMatchObject({ __typename: 'CodeMismatch' });
      expect(await stage.verify(signIn.id, signIn.code)).toMatchObject({
        verification: { usage: 'SIGN_IN' },
      });
    });

    test('a stored hash fits no other verification', async () => {
      const [ours, theirs] = [await stage.start(), await stage.start()];
      await stage.database.query(
        'UPDATE verification SET code_hash = (SELECT code_hash FROM verification WHERE id = $1) WHERE id = $2',
        [ours.id, theirs.id],
      );

      expect(await stage.verify(theirs.id, ours.code)).toMatchObject({ __typename: 'CodeMismatch' });
    });
  });
});

describe.each([
  { ttl: 600, environment: {} },
  { ttl: 90, environment: { POSTERN_CODE_TTL_SECONDS: '90' } },
])('a code that lives $ttl s by the clock of the database', ({ ttl, environment }) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ environment });
  });
  afterAll(() => stage.close());

  /** Lets all but so many seconds of a code's life go by. */
  async function elapseAllBut(seconds: number, id: string): Promise<void> {
    const [left] = await stage.database.query<{ seconds: number }>(
      'SELECT extract(epoch FROM expires_at - now())::float8 AS seconds FROM verification WHERE id = $1',
      [id],
    );
    await stage.database.elapse(Number(left?.seconds) - seconds);
  }

  test('the reply tells when it ends', async () => {
    const { verification } = await stage.send({ recipient: 'someone@example.com' });

    expect(Date.parse(verification.expiresAt) - Date.parse(verification.createdAt)).toBe(ttl * 1_000);
    expect(Date.parse(verification.resendAvailableAt) - Date.parse(verification.createdAt)).toBe(60_000);
  });

  test('a second before its end it works', async () => {
    const { id, code } = await stage.start();
    await elapseAllBut(1, id);

    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('a second after its end it does not', async () => {
    const { id, code } = await stage.start();
    await elapseAllBut(-1, id);

    expect(await stage.verify(id, code)).toMatchObject({ reason: 'EXPIRED' });
    expect(await stage.resend(id)).toMatchObject({ reason: 'EXPIRED' });
  });
});
