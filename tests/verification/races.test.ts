import type { SendLimit } from '../../src/verification/verification.types';
import { newRecipient, openStage, parallel, type Stage, type Started, tally } from './stage';
import { type verifier, wrongCode } from './verifier';

type Peer = ReturnType<typeof verifier>;

/** Spreads calls over both gateways. */
const alternate = (peers: readonly Peer[]) => (index: number) => peers[index % peers.length] as Peer;

describe('answers at once over two gateways', () => {
  let stage: Stage;
  let peer: (index: number) => Peer;
  beforeAll(async () => {
    stage = await openStage({ environment: { POSTERN_LIMITS: 'off' } });
    peer = alternate([stage, await stage.peer()]);
  });
  afterAll(() => stage.close());

  const attempts = async (id: string) => {
    const [row] = await stage.database.query('SELECT attempts FROM verification WHERE id = $1', [id]);
    return row?.attempts;
  };
  const startMany = async (count: number, recipient: string) => {
    const started: Started[] = [];
    while (started.length < count) started.push(await stage.start({ recipient }));
    return started;
  };

  test('200 right ones: exactly one succeeds', async () => {
    const { id, code } = await stage.start();

    const results = await parallel(200, (index) => peer(index).verify(id, code));

    expect(tally(results)).toEqual({ VerificationSucceeded: 1, VerificationClosed: 199 });
    expect(results.filter(({ reason }) => reason === 'ALREADY_VERIFIED')).toHaveLength(199);
    expect(await attempts(id)).toBe(1);
  });

  test('200 wrong ones: five are compared, each leaves one attempt less', async () => {
    const { id, code } = await stage.start();

    const results = await parallel(200, (index) => peer(index).verify(id, wrongCode(code, index + 1)));

    expect(tally(results)).toEqual({ CodeMismatch: 5, VerificationClosed: 195 });
    const left = results.flatMap(({ attemptsRemaining }) => attemptsRemaining ?? []);
    expect(left.sort()).toEqual([0, 1, 2, 3, 4]);
    expect(results.filter(({ reason }) => reason === 'ATTEMPTS_EXHAUSTED')).toHaveLength(195);
    expect(await stage.verify(id, code)).toMatchObject({ reason: 'ATTEMPTS_EXHAUSTED' });
  });

  test('the right one among 199 wrong ones: never more than five compared', async () => {
    const { id, code } = await stage.start();

    const results = await parallel(200, (index) => peer(index).verify(id, wrongCode(code, index)));

    const { CodeMismatch = 0, VerificationSucceeded = 0 } = tally(results);
    expect(CodeMismatch + VerificationSucceeded).toBeLessThanOrEqual(5);
    expect(await attempts(id)).toBe(CodeMismatch + VerificationSucceeded);
  });

  test('200 wrong ones over 40 verifications of one recipient: 20 are compared', async () => {
    const recipient = newRecipient();
    const started = await startMany(40, recipient);

    const results = await parallel(200, (index) => {
      const { id, code } = started[index % 40] as Started;
      return peer(index).verify(id, wrongCode(code, index + 1));
    });

    expect(tally(results)).toEqual({ CodeMismatch: 20, GuessLimitReached: 180 });
    expect(await stage.budget(recipient)).toMatchObject({ misses: 20 });
  });

  test('one right among 199 wrong ones over 40 verifications of one recipient: 20 wrong ones are compared', async () => {
    const recipient = newRecipient();
    const started = await startMany(40, recipient);

    const results = await parallel(200, (index) => {
      const { id, code } = started[index % 40] as Started;
      return peer(index).verify(id, index === 100 ? code : wrongCode(code, index + 1));
    });

    const { CodeMismatch = 0, VerificationSucceeded = 0 } = tally(results);
    expect(CodeMismatch).toBe(20);
    expect(VerificationSucceeded).toBeLessThanOrEqual(1);
    const [total] = await stage.database.query(
      'SELECT sum(attempts)::integer AS attempts FROM verification WHERE recipient = $1',
      [recipient],
    );
    expect(total).toEqual({ attempts: CodeMismatch + VerificationSucceeded });
  });

  test('right ones for 40 verifications of one recipient: all succeed', async () => {
    const started = await startMany(40, newRecipient());

    const results = await parallel(40, (index) => {
      const { id, code } = started[index] as Started;
      return peer(index).verify(id, code);
    });

    expect(tally(results)).toEqual({ VerificationSucceeded: 40 });
  });

  const guess = (id: string, index: number) =>
    `verifyVerificationCode(input: { verificationId: "${id}", code: "${String(index).padStart(7, '0')}" }) { __typename }`;

  test('100 aliases in one document: no more compared than one by one', async () => {
    const { id } = await stage.start();
    const aliases = Array.from({ length: 100 }, (_, index) => `a${index}: ${guess(id, index)}`);

    const { data } = await stage.gateway.call(`mutation { ${aliases.join('\n')} }`, {}, { key: null });

    const { CodeMismatch = 0 } = tally(Object.values(data ?? {}));
    expect(CodeMismatch).toBeLessThanOrEqual(5);
    expect(await attempts(id)).toBe(CodeMismatch);
  });

  test('100 operations in one body: no more compared than one by one', async () => {
    const { id } = await stage.start();
    const batch = Array.from({ length: 100 }, (_, index) => ({ query: `mutation { ${guess(id, index)} }` }));

    const response = await stage.gateway.post('/graphql', JSON.stringify(batch));

    expect(response.status).toBe(400);
    expect(await attempts(id)).toBe(0);
  });
});

describe('sends at once over two gateways', () => {
  let stage: Stage;
  let peer: (index: number) => Peer;
  beforeAll(async () => {
    stage = await openStage();
    peer = alternate([stage, await stage.peer()]);
  });
  afterAll(() => stage.close());

  const limited = (results: readonly { limit?: SendLimit }[], limit: SendLimit) =>
    results.filter((result) => result.limit === limit).length;

  test('50 to one recipient: exactly five are started', async () => {
    const recipient = newRecipient();

    const results = await parallel(50, (index) => peer(index).send({ recipient }));

    expect(tally(results)).toEqual({ VerificationStarted: 5, SendLimitReached: 45 });
    expect(limited(results, 'RECIPIENT')).toBe(45);
    await stage.mailbox.waitForMail(recipient, 5);
    expect(await stage.budget(recipient)).toEqual({ sends: 5, misses: 0 });
  });

  test('30 resends of one verification: exactly one is started', async () => {
    const { id, recipient } = await stage.start();
    await stage.database.elapse(61);

    const results = await parallel(30, (index) => peer(index).resend(id));

    expect(tally(results)).toEqual({ VerificationStarted: 1, SendLimitReached: 29 });
    expect(limited(results, 'RESEND_COOLDOWN')).toBe(29);
    expect(await stage.budget(recipient)).toEqual({ sends: 2, misses: 0 });
  });

  test('a resend and the right answer at once: the answer is right or the code is new, never both', async () => {
    const { id, code } = await stage.start();
    await stage.database.elapse(61);

    const [answer, resent] = await Promise.all([peer(0).verify(id, code), peer(1).resend(id)]);

    const outcome = [answer.__typename, resent.__typename];
    expect([
      ['VerificationSucceeded', 'VerificationClosed'],
      ['CodeMismatch', 'VerificationStarted'],
    ]).toContainEqual(outcome);
  });
});
