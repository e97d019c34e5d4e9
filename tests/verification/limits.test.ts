import { newRecipient, openStage, parallel, type Stage } from './stage';

describe('5 sends to one recipient in any 10 minutes', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('the sixth is refused, sends nothing, touches no live code, and says when to try again', async () => {
    const recipient = newRecipient();
    for (let sent = 1; sent < 5; sent += 1) await stage.start({ recipient });
    const { id, code } = await stage.start({ recipient });

    const refused = await stage.send({ recipient });

    expect(refused).toEqual({
      __typename: 'SendLimitReached',
      code: 'SEND_LIMIT_REACHED',
      message: expect.stringContaining(`${refused.retryAfterSeconds} s`),
      limit: 'RECIPIENT',
      retryAfterSeconds: expect.any(Number),
    });
    expect(refused.retryAfterSeconds).toBeGreaterThan(590);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(600);
    const messages = await stage.database.query('SELECT FROM delivery WHERE recipient = $1', [recipient]);
    expect(messages).toHaveLength(5);
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });

    await stage.database.elapse(refused.retryAfterSeconds - 5);
    expect(await stage.send({ recipient })).toMatchObject({ limit: 'RECIPIENT' });
    await stage.database.elapse(5);
    expect(await stage.send({ recipient })).toMatchObject({ __typename: 'VerificationStarted' });
  });

  test('a burst at the end of one stretch leaves no room for another at its start', async () => {
    const recipient = newRecipient();
    await stage.start({ recipient });
    await stage.database.elapse(590);
    for (let sent = 1; sent < 5; sent += 1) await stage.start({ recipient });
    await stage.database.elapse(11);
    await stage.start({ recipient });

    const refused = await stage.send({ recipient });

    expect(refused).toMatchObject({ limit: 'RECIPIENT' });
    expect(refused.retryAfterSeconds).toBeGreaterThan(580);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(589);
  });

  test('every spelling of an address counts as that address', async () => {
    const spellings = [
      'Spelling@Example.com',
      'spelling@EXAMPLE.COM',
      ' SPELLING@example.com',
      'spelling＠example.com',
      'ｓpelling@example。com',
    ];
    for (const recipient of spellings) await stage.start({ recipient });

    expect(await stage.send({ recipient: 'spelling@example.com' })).toMatchObject({ limit: 'RECIPIENT' });
    expect(await stage.send({ recipient: 'spelling+tag@example.com' })).toMatchObject({
      __typename: 'VerificationStarted',
    });
  });

  test('they are counted over every usage', async () => {
    const recipient = newRecipient();
    for (const usage of ['REGISTER', 'SIGN_IN', 'FORGOT_PASSWORD', 'GENERIC', 'REGISTER']) {
      await stage.start({ recipient, usage });
    }

    expect(await stage.send({ recipient, usage: 'GENERIC' })).toMatchObject({ limit: 'RECIPIENT' });
  });

  test('resends count too, and one that is refused leaves the live code alone', async () => {
    const { id, recipient } = await stage.start();
    for (let resent = 1; resent < 5; resent += 1) {
      await stage.database.elapse(61);
      await stage.resend(id);
    }
    const mail = await stage.mailOf(id);
    await stage.database.elapse(61);

    expect(await stage.send({ recipient })).toMatchObject({ limit: 'RECIPIENT' });
    const refused = await stage.resend(id);
    expect(refused).toMatchObject({ __typename: 'SendLimitReached', limit: 'RECIPIENT' });
    expect(await stage.mailOf(id)).toBe(mail);
    await stage.database.elapse(refused.retryAfterSeconds - 5);
    expect(await stage.resend(id)).toMatchObject({ retryAfterSeconds: expect.any(Number) });
    await stage.database.elapse(5);
    expect(await stage.resend(id)).toMatchObject({ __typename: 'VerificationStarted' });
  });
});

describe('configured limits', () => {
  let stage: Stage;
  afterEach(() => stage.close());

  test('of sends and of the cooldown', async () => {
    stage = await openStage({ environment: { POSTERN_LIMITS: 'recipient=2/60,resend_cooldown=1/10' } });
    const { id, recipient } = await stage.start();

    expect(await stage.resend(id)).toMatchObject({ limit: 'RESEND_COOLDOWN' });
    await stage.database.elapse(11);
    expect(await stage.resend(id)).toMatchObject({ __typename: 'VerificationStarted' });
    expect(await stage.send({ recipient })).toMatchObject({ limit: 'RECIPIENT' });
    await stage.database.elapse(50);
    expect(await stage.send({ recipient })).toMatchObject({ __typename: 'VerificationStarted' });
  });

  test('off lets sends and resends through, and still counts wrong codes', async () => {
    stage = await openStage({ environment: { POSTERN_LIMITS: 'off' } });
    const { id, recipient, code } = await stage.start();

    const sent = await parallel(20, () => stage.send({ recipient }));
    expect(sent.every(({ __typename }) => __typename === 'VerificationStarted')).toBe(true);
    expect(await stage.resend(id)).toMatchObject({ __typename: 'VerificationStarted' });
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'CodeMismatch', attemptsRemaining: 4 });
    expect(await stage.budget(recipient)).toMatchObject({ misses: 1 });
  });
});
