import { newRecipient, openStage, parallel, type Stage } from './stage';

describe('an idempotency key', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('sends once, and gives the same verification however often it comes', async () => {
    const send = { recipient: newRecipient(), idempotencyKey: 'once' };
    const first = await stage.send(send);

    const again = await stage.send(send);

    const { deliveryStatus: _first, ...verification } = first.verification;
    expect(again).toMatchObject({ __typename: 'VerificationStarted', verification });
    expect(await stage.budget(send.recipient)).toEqual({ sends: 1, misses: 0 });
  });

  test('may come with another spelling of the recipient', async () => {
    const { verification } = await stage.send({ recipient: 'spelled@example.com', idempotencyKey: 'spelled' });

    expect(await stage.send({ recipient: 'Spelled＠EXAMPLE.com', idempotencyKey: 'spelled' })).toMatchObject({
      verification: { id: verification.id },
    });
  });

  test('tells how the verification stands by now', async () => {
    const send = { recipient: newRecipient(), idempotencyKey: 'stands' };
    const { id, code } = await stage.start(send);
    await stage.verify(id, code);

    expect(await stage.send(send)).toMatchObject({ verification: { id, status: 'VERIFIED' } });
  });

  test.each([
    ['recipient', { recipient: 'other@example.com' }],
    ['usage', { usage: 'REGISTER' }],
    ['locale', { locale: 'de' }],
  ])('with another %s is refused', async (name, change) => {
    const send = { recipient: newRecipient(), idempotencyKey: `another ${name}` };
    await stage.start(send);

    const { errors } = await stage.send({ ...send, ...change });

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0].message).toContain('"idempotencyKey"');
    expect(await stage.budget('other@example.com')).toEqual({ sends: 0, misses: 0 });
  });

  test.each([
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['with NUL', 'key\0'],
  ])('%s is refused', async (_name, idempotencyKey) => {
    const recipient = newRecipient();

    const { errors } = await stage.send({ recipient, idempotencyKey });

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(await stage.budget(recipient)).toEqual({ sends: 0, misses: 0 });
  });

  test('is free again after the life of the code', async () => {
    const send = { recipient: newRecipient(), idempotencyKey: 'lived' };
    const { id } = await stage.start(send);

    await stage.database.elapse(595);
    expect(await stage.send(send)).toMatchObject({ verification: { id } });
    await stage.database.elapse(6);
    const next = await stage.start({ ...send, usage: 'REGISTER' });
    expect(next.id).not.toBe(id);
    expect(await stage.send({ ...send, usage: 'REGISTER' })).toMatchObject({ verification: { id: next.id } });
  });

  test('is free again after a send that a limit refused', async () => {
    const recipient = newRecipient();
    for (let sent = 1; sent <= 5; sent += 1) await stage.start({ recipient });
    expect(await stage.send({ recipient, idempotencyKey: 'refused' })).toMatchObject({ limit: 'RECIPIENT' });

    const { id } = await stage.start({ idempotencyKey: 'refused' });

    expect(id).toEqual(expect.any(String));
  });

  test('of a send that was let through still answers when the limit is reached', async () => {
    const recipient = newRecipient();
    const { id } = await stage.start({ recipient, idempotencyKey: 'let through' });
    for (let sent = 2; sent <= 5; sent += 1) await stage.start({ recipient });

    expect(await stage.send({ recipient, idempotencyKey: 'let through' })).toMatchObject({ verification: { id } });
  });

  test('in 30 sends at once over two gateways starts one verification, sends one mail and takes one unit', async () => {
    const gateways = [stage, await stage.peer()];
    const send = { recipient: newRecipient(), idempotencyKey: 'at once' };

    const replies = await parallel(30, (index) => gateways[index % 2]?.send(send) as Promise<any>);

    const ids = new Set(replies.map(({ verification }) => verification.id));
    expect(ids.size).toBe(1);
    expect(await stage.budget(send.recipient)).toEqual({ sends: 1, misses: 0 });
    expect(await stage.database.query('SELECT FROM delivery WHERE recipient = $1', [send.recipient])).toHaveLength(1);
    await stage.mailOf(String([...ids][0]));
  });

  test('in sends at once of which the limit refuses all, refuses all', async () => {
    const gateways = [stage, await stage.peer()];
    const recipient = newRecipient();
    for (let sent = 1; sent <= 5; sent += 1) await stage.start({ recipient });

    const replies = await parallel(
      30,
      (index) => gateways[index % 2]?.send({ recipient, idempotencyKey: 'all refused' }) as Promise<any>,
    );

    expect(replies.filter(({ limit }) => limit === 'RECIPIENT')).toHaveLength(30);
    expect(await stage.database.query(`SELECT FROM idempotency_key WHERE key = 'all refused'`)).toEqual([]);
  });
});
