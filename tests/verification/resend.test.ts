import { openStage, type Stage } from './stage';
import { codeOf, wrongCode } from './verifier';

describe('resending a code', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ environment: { POSTERN_LIMITS: 'recipient=20/600' } });
  });
  afterAll(() => stage.close());

  test('sends a new code for the same verification; the old one is void', async () => {
    const { id, code, recipient } = await stage.start({ usage: 'REGISTER' });
    await stage.database.elapse(61);

    const resent = await stage.resend(id);

    expect(resent).toMatchObject({
      __typename: 'VerificationStarted',
      verification: { id, usage: 'REGISTER', status: 'PENDING', attemptsRemaining: 5, deliveryStatus: 'SENDING' },
    });
    const mail = await stage.mailOf(id);
    expect(mail.envelope.to).toEqual([recipient]);
    expect(mail.subject).toContain('sign-up code');
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'CodeMismatch' });
    expect(await stage.verify(id, codeOf(mail))).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('renews how long the code lives and when it can be resent again', async () => {
    const { id } = await stage.start();
    await stage.database.elapse(500);
    const before = await stage.find(id);

    const { verification } = await stage.resend(id);

    const lifetime = Date.parse(verification.expiresAt) - Date.parse(before.expiresAt);
    expect(lifetime).toBeGreaterThanOrEqual(500_000);
    expect(Date.parse(verification.expiresAt) - Date.parse(verification.resendAvailableAt)).toBe(540_000);
    expect(verification.createdAt).toBe(before.createdAt);
    expect(await stage.find(id)).toMatchObject({
      expiresAt: verification.expiresAt,
      resendAvailableAt: verification.resendAvailableAt,
    });
    await stage.database.elapse(500);
    const mail = await stage.mailOf(id);
    expect(await stage.verify(id, codeOf(mail))).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('gives no attempts back', async () => {
    const { id, code } = await stage.start();
    for (const remaining of [4, 3, 2]) {
      expect(await stage.verify(id, wrongCode(code))).toMatchObject({ attemptsRemaining: remaining });
    }
    await stage.database.elapse(61);

    expect(await stage.resend(id)).toMatchObject({ verification: { attemptsRemaining: 2 } });
    const next = codeOf(await stage.mailOf(id));
    expect(await stage.verify(id, wrongCode(next))).toMatchObject({ attemptsRemaining: 1 });
    expect(await stage.verify(id, wrongCode(next))).toMatchObject({ attemptsRemaining: 0 });
    expect(await stage.verify(id, next)).toMatchObject({ reason: 'ATTEMPTS_EXHAUSTED' });
  });

  test('within a minute it is refused, sends nothing, keeps the live code, and says when to try again', async () => {
    const { id, code, recipient, mail } = await stage.start();
    const before = await stage.find(id);

    const refused = await stage.resend(id);

    expect(refused).toEqual({
      __typename: 'SendLimitReached',
      code: 'SEND_LIMIT_REACHED',
      message: expect.any(String),
      limit: 'RESEND_COOLDOWN',
      retryAfterSeconds: expect.any(Number),
    });
    expect(refused.retryAfterSeconds).toBeGreaterThan(50);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(await stage.mailOf(id)).toBe(mail);
    expect(await stage.budget(recipient)).toEqual({ sends: 1, misses: 0 });
    expect(await stage.find(id)).toMatchObject({ expiresAt: before.expiresAt });

    await stage.database.elapse(refused.retryAfterSeconds - 5);
    expect(await stage.resend(id)).toMatchObject({ limit: 'RESEND_COOLDOWN' });
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('right after the time it was told it goes through', async () => {
    const { id } = await stage.start();
    const { retryAfterSeconds } = await stage.resend(id);
    await stage.database.elapse(retryAfterSeconds);

    expect(await stage.resend(id)).toMatchObject({ __typename: 'VerificationStarted' });
    expect(await stage.resend(id)).toMatchObject({ limit: 'RESEND_COOLDOWN' });
  });

  describe('of a verification that is closed', () => {
    const closed = (reason: string) => ({
      __typename: 'VerificationClosed',
      code: 'VERIFICATION_CLOSED',
      message: expect.any(String),
      reason,
    });

    test('ALREADY_VERIFIED', async () => {
      const { id, code } = await stage.start();
      await stage.verify(id, code);
      await stage.database.elapse(61);

      expect(await stage.resend(id)).toEqual(closed('ALREADY_VERIFIED'));
    });

    test('ATTEMPTS_EXHAUSTED', async () => {
      const { id, code } = await stage.start();
      for (let wrong = 1; wrong <= 5; wrong += 1) await stage.verify(id, wrongCode(code));
      await stage.database.elapse(61);

      expect(await stage.resend(id)).toEqual(closed('ATTEMPTS_EXHAUSTED'));
    });

    test('EXPIRED', async () => {
      const { id, recipient } = await stage.start();
      await stage.database.elapse(601);

      expect(await stage.resend(id)).toEqual(closed('EXPIRED'));
      expect(await stage.budget(recipient)).toEqual({ sends: 1, misses: 0 });
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
      expect(await stage.resend(id)).toEqual(closed('NOT_FOUND'));
    });
  });
});
