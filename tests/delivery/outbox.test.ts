import { Client } from 'pg';
import { attempt, type OutboxStage, openOutbox } from './outbox-fixture';

describe('the outbox', () => {
  let stage: OutboxStage;
  beforeAll(async () => {
    stage = await openOutbox();
  });
  afterAll(() => stage.close());
  afterEach(() => stage.clear());

  const retried = { attempt: { ...attempt, error: 'TIMEOUT' as const }, retryInSeconds: 1 };
  const failed = { attempt: { ...attempt, error: 'MESSAGE_REJECTED' as const }, retryInSeconds: undefined };
  const claimOne = async () => {
    const [delivery] = await stage.outbox.claim(1);
    if (!delivery) throw new Error('nothing was due');
    return delivery;
  };

  test('leases what is due, the oldest first, and nothing twice', async () => {
    await stage.store(5);

    const first = await stage.outbox.claim(2);
    const second = await stage.outbox.claim(10);

    const addresses = (deliveries: { address: string }[]) => deliveries.map(({ address }) => address).sort();
    expect(addresses(first)).toEqual(['person-0@example.com', 'person-1@example.com']);
    expect(addresses(second)).toEqual(['person-2@example.com', 'person-3@example.com', 'person-4@example.com']);
    expect(await stage.outbox.claim(10)).toEqual([]);
    expect(first[0]).toMatchObject({ type: 'EMAIL', usage: 'SIGN_IN', locale: 'en', claims: 1 });
    expect(first[0]?.code).toMatch(/^\d{6}$/);
  });

  test('leases each delivery to one of many who ask at once', async () => {
    await stage.store(20);

    const claimed = await Promise.all(Array.from({ length: 10 }, () => stage.outbox.claim(4)));

    const ids = claimed.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await stage.rows()).filter(({ status }) => status === 'SENDING')).toHaveLength(ids.length);
  });

  test('a lease is over after 30 s, and not before', async () => {
    await stage.store(1);
    const { id } = await claimOne();

    await stage.database.elapse(25);
    expect(await stage.outbox.claim(1)).toEqual([]);
    await stage.database.elapse(6);
    expect(await claimOne()).toMatchObject({ id, claims: 2 });
  });

  test('a renewed lease begins anew', async () => {
    await stage.store(1);
    const delivery = await claimOne();
    await stage.database.elapse(25);

    expect(await stage.outbox.renew(delivery)).toBe(true);
    await stage.database.elapse(25);
    expect(await stage.outbox.claim(1)).toEqual([]);
  });

  test('whoever has lost the lease settles nothing', async () => {
    await stage.store(1);
    const lost = await claimOne();
    await stage.database.elapse(31);
    const held = await claimOne();
    const before = await stage.rows();

    expect(await stage.outbox.renew(lost)).toBe(false);
    expect(await stage.outbox.settleSent(lost, attempt, '<lost@example.com>')).toBe(false);
    expect(await stage.outbox.settleFailed(lost, retried)).toBeUndefined();
    expect(await stage.outbox.settleFailed(lost, failed)).toBeUndefined();
    await stage.outbox.giveBack([lost]);
    expect(await stage.rows()).toEqual(before);
    expect(await stage.budget('person-0@example.com')).toEqual({ sends: 1, misses: 0 });

    expect(await stage.outbox.settleSent(held, attempt, '<held@example.com>')).toBe(true);
    expect(await stage.rows()).toEqual([{ status: 'SENT', claims: 2, code: null }]);
    expect(await stage.outbox.settleSent(held, attempt, '<again@example.com>')).toBe(false);
    expect(await stage.outbox.settleFailed(held, failed)).toBeUndefined();
  });

  test('what is given back is due at once, and belongs to its next holder alone', async () => {
    await stage.store(2);
    const [kept, returned] = await stage.outbox.claim(2);
    if (!kept || !returned) throw new Error('two were due');

    await stage.outbox.giveBack([returned]);

    expect(await stage.outbox.claim(2)).toMatchObject([{ id: returned.id, claims: 2 }]);
    expect(await stage.outbox.settleSent(returned, attempt, '<returned@example.com>')).toBe(false);
    expect(await stage.outbox.settleSent(kept, attempt, '<kept@example.com>')).toBe(true);
  });

  test('what is to be retried is due later, with the same code', async () => {
    await stage.store(1);
    const { code, ...delivery } = await claimOne();

    expect(await stage.outbox.settleFailed({ ...delivery, code }, { ...retried, retryInSeconds: 40 })).toBe('QUEUED');
    await stage.database.elapse(35);
    expect(await stage.outbox.claim(1)).toEqual([]);
    await stage.database.elapse(6);
    expect(await claimOne()).toMatchObject({ id: delivery.id, code, claims: 2 });
  });

  test('what fails while its code is being replaced leaves the new code working', async () => {
    await stage.store(1);
    await stage.outbox.settleSent(await claimOne(), attempt, '<earlier@example.com>');
    const [verification] = await stage.database.query<{ id: string }>('SELECT id FROM verification');
    await stage.resend(String(verification?.id));
    const delivery = await claimOne();
    const newHash = Buffer.alloc(32, 7);
    const client = new Client({ connectionString: stage.database.url });
    await client.connect();
    await client.query('BEGIN');
    await client.query('UPDATE verification SET code_hash = $1', [newHash]);

    const settling = stage.outbox.settleFailed(delivery, failed);
    await untilSomebodyWaits();
    await client.query('COMMIT');
    await client.end();

    expect(await settling).toBe('FAILED');
    expect(await stage.database.query('SELECT code_hash FROM verification')).toEqual([{ code_hash: newHash }]);
  });

  /** For a lock of another transaction. */
  async function untilSomebodyWaits(): Promise<void> {
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await stage.database.query(waiting)).length === 0);
  }
});
