import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { type Mailbox, startMailbox } from '../testkit/mailbox';
import { verifier } from '../verification/verifier';
import { connectorAdmin, smtpTo, unusedSmtp } from './connector-admin';

const times = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe('switching the active connector, with two gateways on one database', () => {
  let database: TestDatabase;
  let gateways: [TestGateway, TestGateway];
  let mailboxes: [Mailbox, Mailbox];

  beforeEach(async () => {
    database = await cloneDatabase();
    gateways = [await startGateway(database), await startGateway(database)];
    mailboxes = [await startMailbox(), await startMailbox()];
  });
  afterEach(async () => {
    for (const resource of [...gateways, ...mailboxes]) await resource.close();
    await database.drop();
  });

  const adminOf = (index: number) => connectorAdmin(gateways[index % 2] as TestGateway);
  const send = async (index: number, recipient: string) => {
    const { __typename } = await verifier(gateways[index % 2] as TestGateway).send({ recipient });
    expect(__typename).toBe('VerificationStarted');
  };

  it('makes one of 50 the active one when all are created at once', async () => {
    const created = await times(50, (index) => adminOf(index).create(unusedSmtp));
    const connectors = await adminOf(0).list();
    const active = connectors.filter(({ status }: any) => status === 'ACTIVE');
    expect(connectors).toHaveLength(50);
    expect(active).toEqual([await adminOf(1).active()]);
    // one took the place of the other, in a line without a gap: the first replaced none, the last was not replaced
    const replaced = created.map((result) => result.replaced?.id);
    expect(replaced.filter((id) => id === undefined)).toHaveLength(1);
    expect(new Set(replaced).size).toBe(50);
    expect(replaced).not.toContain(active[0].id);
  });

  it('has exactly one active at every moment while several are activated at once', async () => {
    const ids = await times(6, async (index) => (await adminOf(index).create(unusedSmtp)).connector.id);
    const numbersOfActive = await times(60, async (index) => {
      if (index % 2) return (await adminOf(index >> 1).list()).filter(({ status }: any) => status === 'ACTIVE').length;
      const { connector } = await adminOf(index >> 1).activate(ids[index % ids.length] as string);
      return Number(connector.status === 'ACTIVE');
    });
    expect(new Set(numbersOfActive)).toEqual(new Set([1]));
    expect((await adminOf(0).list()).filter(({ status }: any) => status === 'ACTIVE')).toHaveLength(1);
  });

  it('sends every code once, through the old or the new one, while it is switched', async () => {
    const [one, two] = mailboxes;
    const first = (await adminOf(0).create(smtpTo(one))).connector.id;
    const second = (await adminOf(0).create(smtpTo(two), { activate: false })).connector.id;
    const recipients = Array.from({ length: 60 }, (_, index) => `person-${index}@example.com`);
    await Promise.all([
      ...recipients.map((recipient, index) => send(index, recipient)),
      times(8, (index) => adminOf(index).activate(index % 2 ? first : second)),
    ]);
    await Promise.all(gateways.map((gateway) => gateway.waitForLog({ msg: 'sent' }, recipients.length / 2)));
    const arrived = [...one.mails, ...two.mails].flatMap(({ envelope }) => envelope.to);
    expect(arrived.sort()).toEqual(recipients.sort());
    const sentThrough = await database.query(
      `SELECT connector_id, count(*)::int AS mails FROM delivery WHERE status = 'SENT' GROUP BY connector_id`,
    );
    expect(sentThrough).toEqual(
      expect.arrayContaining(
        [
          { connector_id: first, mails: one.mails.length },
          { connector_id: second, mails: two.mails.length },
        ].filter(({ mails }) => mails > 0),
      ),
    );
  });

  it('is heeded by the other gateway with the very next send', async () => {
    const [one, two] = mailboxes;
    const { connector } = await adminOf(0).create(smtpTo(one));
    await send(1, 'first@example.com');
    await one.waitForMail('first@example.com');
    await adminOf(0).create(smtpTo(two));
    await send(1, 'second@example.com');
    await two.waitForMail('second@example.com');
    await adminOf(0).activate(connector.id);
    await send(1, 'third@example.com');
    await one.waitForMail('third@example.com');
    await adminOf(0).update(connector.id, smtpTo(two, { fromEmail: 'updated@example.com' }));
    await send(1, 'fourth@example.com');
    const mail = await two.waitForMail('fourth@example.com');
    expect(mail.envelope.from).toBe('updated@example.com');
  });

  it('keeps the connections while other parts of the configuration change', async () => {
    const [one, two] = mailboxes;
    await adminOf(0).create(smtpTo(one, { maxConnections: 1 }));
    for (const recipient of ['first@example.com', 'second@example.com']) {
      await send(0, recipient);
      await one.waitForMail(recipient);
      await gateways[0].waitForLog({ msg: 'sent' }, one.mails.length);
      await adminOf(0).create(smtpTo(two), { activate: false });
    }
    expect(one.connections).toBe(1);
  });
});

describe('the connections of a connector that was changed', () => {
  let database: TestDatabase;
  let gateway: TestGateway;

  beforeEach(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
  });
  afterEach(async () => {
    await gateway.close();
    await database.drop();
  });

  const signal = () => {
    let give = () => {};
    const given = new Promise<void>((resolve) => {
      give = resolve;
    });
    return { give, given };
  };

  it('end when another one is in use, but not before its last message went out', async () => {
    const [reached, release, closed] = [signal(), signal(), signal()];
    const order: string[] = [];
    const old = await startMailbox({
      onData: async () => {
        reached.give();
        await release.given;
        order.push('message taken');
      },
      server: {
        onClose: () => {
          order.push('connection closed');
          closed.give();
        },
      },
    });
    const next = await startMailbox();
    const { send } = verifier(gateway);
    await gateway.connect(old);
    await send({ recipient: 'last@example.com' });
    await reached.given;
    await gateway.connect(next);
    await send({ recipient: 'next@example.com' });
    await next.waitForMail('next@example.com');
    release.give();
    await old.waitForMail('last@example.com');
    await closed.given;
    expect(order).toEqual(['message taken', 'connection closed']);
    await gateway.waitForLog({ msg: 'sent' }, 2);
    await Promise.all([old.close(), next.close()]);
  });
});
