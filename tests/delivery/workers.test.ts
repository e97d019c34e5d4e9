import { gate } from '../testkit/gate';
import { openStage, parallel, type Stage } from '../verification/stage';
import { codeOf } from '../verification/verifier';

const delivering = { POSTERN_WORKER: 'only' };

describe('workers beside a gateway that only serves', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ environment: { POSTERN_WORKER: 'off', POSTERN_LIMITS: 'off' } });
  });
  afterEach(() => stage.close());

  const sendTo = async (recipient: string) => (await stage.send({ recipient })).verification;

  test('off serves and does not deliver; only delivers and does not serve', async () => {
    const { id, deliveryStatus } = await sendTo('someone@example.com');
    expect(deliveryStatus).toBe('QUEUED');
    expect(await stage.find(id)).toMatchObject({ deliveryStatus: 'QUEUED' });

    const worker = await stage.another(delivering);
    const code = codeOf(await stage.mailOf(id));

    expect((await worker.post('/graphql', '{"query":"{ __typename }"}')).status).toBe(404);
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${worker.url}/readyz`)).status).toBe(200);
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('they deliver what is stored while they run', async () => {
    const worker = await stage.another(delivering);
    const { id } = await sendTo('someone@example.com');

    expect((await stage.mailOf(id)).envelope.to).toEqual(['someone@example.com']);
    const { reqId } = await worker.waitForLog({ deliveryId: await stage.deliveryId(id), msg: 'sent' });
    await stage.gateway.waitForLog({ reqId, msg: 'request' });
  });

  test('a lease of a process that died is taken over when it is over; one that is not is left alone', async () => {
    const died = await sendTo('died@example.com');
    const alive = await sendTo('alive@example.com');
    // as a process leaves them that has claimed them and ended
    await stage.database.query(
      `UPDATE delivery SET status = 'SENDING', claims = 1, due_at = now() + interval '30 s'
        - CASE WHEN address = 'died@example.com' THEN interval '31 s' ELSE '0' END`,
    );
    const worker = await stage.another(delivering);
    await stage.waitForDelivery(died.id, { msg: 'sent' }, worker);

    const rows = () => stage.database.query('SELECT address, status, claims FROM delivery ORDER BY address DESC');
    expect(await rows()).toEqual([
      { address: 'died@example.com', status: 'SENT', claims: 2 },
      { address: 'alive@example.com', status: 'SENDING', claims: 1 },
    ]);
    await stage.database.elapse(31);
    await stage.mailOf(alive.id);
    expect(stage.mailbox.mails).toHaveLength(2);
  });

  test('two of them deliver 300 messages once each', async () => {
    await parallel(300, (index) => sendTo(`person-${index}@example.com`));
    const workers = await parallel(2, () => stage.another(delivering));
    await stage.mailbox.waitForMail(() => true, 300);
    for (const worker of workers) await worker.close();

    const recipients = stage.mailbox.mails.flatMap(({ envelope }) => envelope.to);
    expect(recipients).toHaveLength(300);
    expect(new Set(recipients).size).toBe(300);
    expect(await stage.database.query('SELECT DISTINCT status, claims FROM delivery')).toEqual([
      { status: 'SENT', claims: 1 },
    ]);
  });
});

describe('a provider that hangs', () => {
  let stage: Stage;
  const held = gate();
  beforeAll(async () => {
    stage = await openStage({ environment: { POSTERN_LIMITS: 'off' }, mailbox: { onData: () => held.opened } });
  });
  afterAll(() => stage.close());

  test('holds up no reply; what finds no room is stored for later, and everything goes out once', async () => {
    const replies = await parallel(300, (index) => stage.send({ recipient: `person-${index}@example.com` }));

    const statuses = replies.map(({ verification }) => verification.deliveryStatus);
    expect(stage.mailbox.mails).toHaveLength(0);
    expect(statuses.filter((status) => status === 'SENDING').length).toBeGreaterThanOrEqual(256);
    expect(statuses.filter((status) => status === 'QUEUED').length).toBeGreaterThanOrEqual(1);

    held.open();
    await stage.mailbox.waitForMail(() => true, 300);
    await stage.gateway.waitForLog({ msg: 'sent' }, 300);
    expect(new Set(stage.mailbox.mails.flatMap(({ envelope }) => envelope.to)).size).toBe(300);
    expect(stage.mailbox.mails).toHaveLength(300);
  });
});

describe('a gateway that is closed while messages wait', () => {
  let stage: Stage;
  const held = gate();
  beforeAll(async () => {
    stage = await openStage({ environment: { POSTERN_LIMITS: 'off' }, mailbox: { onData: () => held.opened } });
  });
  afterAll(() => stage.close());

  test('ends what it has begun, gives back the rest, and another sends that at once', async () => {
    await parallel(40, (index) => stage.send({ recipient: `person-${index}@example.com` }));
    const closing = stage.gateway.close();
    held.open();
    await closing;

    const left = await stage.database.query(
      `SELECT status, due_at <= now() AS due FROM delivery WHERE status <> 'SENT'`,
    );
    expect(left.filter(({ status, due }) => status !== 'QUEUED' || !due)).toEqual([]);
    expect(stage.mailbox.mails).toHaveLength(40 - left.length);

    const next = await stage.another();
    await stage.mailbox.waitForMail(() => true, 40);
    await next.close();
    expect(new Set(stage.mailbox.mails.flatMap(({ envelope }) => envelope.to)).size).toBe(40);
    expect(stage.mailbox.mails).toHaveLength(40);
  });
});
