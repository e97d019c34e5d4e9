import { createHash, randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../verification/stage';
import { findDelivery, listDocument } from './delivery-queries';

const connectorIds = ['0c4d5a0e-58ff-4a0e-8f3f-6d1c1e0e7a11', '0c4d5a0e-58ff-4a0e-8f3f-6d1c1e0e7a12'];

interface Row {
  recipient?: string;
  usage?: string;
  failed?: boolean;
  connectorId?: string | undefined;
  createdAt: string;
}

describe('the list of deliveries', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ connected: false });
  });
  afterAll(() => stage.close());
  afterEach(() => stage.database.query('DELETE FROM delivery'));

  async function insert({ recipient = 'someone@example.com', usage = 'SIGN_IN', ...row }: Row): Promise<string> {
    const id = randomUUID();
    const [status, sentAt] = row.failed ? ['FAILED', null] : ['SENT', row.createdAt];
    await stage.database.query(
      `INSERT INTO delivery
        (id, type, recipient, address, usage, locale, status, code_hash, expires_at, due_at, created_at, connector_id, sent_at,
          request_id)
        VALUES ($1, 'EMAIL', lower($2), $2, $3, 'en', $4, '', $5, $5, $5, $6, $7, '')`,
      [id, recipient, usage, status, row.createdAt, row.connectorId, sentAt],
    );
    return id;
  }

  const list = async (variables: object, options?: { key: string }) => {
    const { data, errors } = await stage.gateway.call(listDocument, variables, options);
    return data?.deliveries ?? { errors };
  };
  const ids = async (variables: object) =>
    (await list(variables)).edges.map(({ node }: { node: { id: string } }) => node.id);

  /** Goes from page to page to the end. */
  async function walk(first: number): Promise<string[][]> {
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const { edges, pageInfo } = await list({ first, after });
      pages.push(edges.map(({ node }: { node: { id: string } }) => node.id));
      expect(pageInfo.hasPreviousPage).toBe(after !== undefined);
      expect(pageInfo.startCursor).toBe(edges.at(0)?.cursor ?? null);
      expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
    } while (after !== undefined);
    return pages;
  }

  describe('in pages', () => {
    test.each([
      ['of the same instant', () => '2026-01-01T00:00:00.000001Z'],
      ['of one millisecond', (index: number) => `2026-01-01T00:00:00.0000${String(index).padStart(2, '0')}Z`],
      ['of a few instants', (index: number) => `2026-01-01T00:00:0${index % 4}.123456Z`],
      ['of different days', (index: number) => new Date(Date.UTC(2026, 0, index + 1)).toISOString()],
    ])('%s: every one once, the newest first', async (_name, createdAt) => {
      for (let index = 0; index < 33; index += 1) await insert({ createdAt: createdAt(index) });

      const pages = await walk(10);

      expect(pages.map(({ length }) => length)).toEqual([10, 10, 10, 3]);
      const expected = await stage.database.query('SELECT id FROM delivery ORDER BY created_at DESC, id DESC');
      expect(pages.flat()).toEqual(expected.map(({ id }) => id));
    });

    test('that end with the list have no next one', async () => {
      for (let index = 0; index < 4; index += 1) await insert({ createdAt: '2026-01-01T00:00:00Z' });

      expect((await walk(2)).map(({ length }) => length)).toEqual([2, 2]);
    });

    test('are not shifted by what comes in meanwhile', async () => {
      const [oldest, newest] = [
        await insert({ createdAt: '2026-01-01T00:00:00Z' }),
        await insert({ createdAt: '2026-01-02T00:00:00Z' }),
      ];
      const { edges, pageInfo } = await list({ first: 1 });
      await insert({ createdAt: '2026-01-03T00:00:00Z' });

      expect(edges[0].node.id).toBe(newest);
      expect(await ids({ first: 1, after: pageInfo.endCursor })).toEqual([oldest]);
    });

    test('hold 25 when nothing else is asked for, and 100 at most', async () => {
      for (let index = 0; index < 101; index += 1) await insert({ createdAt: '2026-01-01T00:00:00Z' });

      expect(await ids({})).toHaveLength(25);
      expect(await ids({ first: 100 })).toHaveLength(100);
    });

    test('of an empty list are empty', async () => {
      expect(await list({})).toEqual({
        edges: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      });
    });

    const cursor = (text: string) => Buffer.from(text).toString('base64url');
    const id = randomUUID();

    test.each([
      ['first', { first: 0 }],
      ['first', { first: -1 }],
      ['first', { first: 101 }],
      ['after', { after: '' }],
      ['after', { after: 'abc' }],
      ['after', { after: '\0' }],
      ['recipient', { filter: { recipient: '' } }],
      ['connectorId', { filter: { connectorId: '' } }],
      ['after', { after: cursor('') }],
      ['after', { after: cursor('2026-01-01T00:00:00.000000Z') }],
      ['after', { after: cursor('2026-01-01T00:00:00.000000Z no-uuid') }],
      ['after', { after: cursor(`2026-01-01 ${id}`) }],
      ['after', { after: cursor(`2026-13-01T00:00:00.000000Z ${id}`) }],
      ['after', { after: cursor(`2026-02-30T00:00:00.000000Z ${id}`) }],
      ['after', { after: cursor(`0000-01-01T00:00:00.000000Z ${id}`) }],
      ['after', { after: cursor(`infinity ${id}`) }],
    ])('"%s" that cannot be used is refused: %j', async (name, variables) => {
      const { errors } = await list(variables);

      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors[0].message).toContain(`"${name}"`);
    });
  });

  describe('narrowed down', () => {
    const instant = '2026-01-01T00:00:00.000Z';

    test('to what was asked for, and to all of that together', async () => {
      const rows = {
        plain: await insert({ createdAt: instant }),
        failed: await insert({ createdAt: instant, failed: true }),
        register: await insert({ createdAt: instant, usage: 'REGISTER', recipient: 'Other@Example.com' }),
        late: await insert({ createdAt: '2026-01-02T00:00:00Z', connectorId: connectorIds[0] }),
      };
      const names = new Map(Object.entries(rows).map(([name, id]) => [id, name]));
      const found = async (filter: object) => (await ids({ filter })).map((id: string) => names.get(id)).sort();

      expect(await found({})).toEqual(['failed', 'late', 'plain', 'register']);
      expect(await found({ status: ['FAILED'] })).toEqual(['failed']);
      expect(await found({ status: ['FAILED', 'SENT'] })).toEqual(['failed', 'late', 'plain', 'register']);
      expect(await found({ status: ['QUEUED'] })).toEqual([]);
      expect(await found({ status: null, usage: null })).toHaveLength(4);
      expect(await found({ usage: ['REGISTER'] })).toEqual(['register']);
      expect(await found({ recipient: 'other＠EXAMPLE.com' })).toEqual(['register']);
      expect(await found({ recipient: 'nobody@example.com' })).toEqual([]);
      expect(await found({ connectorId: connectorIds[0] })).toEqual(['late']);
      expect(await found({ connectorId: connectorIds[1] })).toEqual([]);
      expect(await found({ since: '2026-01-01T12:00:00Z' })).toEqual(['late']);
      expect(await found({ until: '2026-01-01T12:00:00Z' })).toEqual(['failed', 'plain', 'register']);
      expect(await found({ since: instant, until: instant })).toEqual([]);
      expect(await found({ since: instant, until: '2026-01-01T00:00:00.001Z' })).toHaveLength(3);
      expect(await found({ status: ['SENT'], usage: ['SIGN_IN'], until: '2026-01-01T12:00:00Z' })).toEqual(['plain']);
    });

    test('the pages stay narrowed down', async () => {
      for (let index = 0; index < 6; index += 1) await insert({ createdAt: instant, failed: index % 2 === 0 });
      const filter = { status: ['FAILED'] };
      const { pageInfo } = await list({ filter, first: 2 });

      expect(pageInfo.hasNextPage).toBe(true);
      expect(await ids({ filter, first: 2, after: pageInfo.endCursor })).toHaveLength(1);
    });

    test.each([
      { connectorId: 'abc' },
      { recipient: 'abc' },
      { recipient: 'someone@example.com, other@example.com' },
      { since: 'yesterday' },
      { status: ['LOST'] },
    ])('by what cannot be is refused: %j', async (filter) => {
      expect((await list({ filter })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    });
  });

  describe('for a key', () => {
    async function insertKey(...scopes: string[]): Promise<string> {
      const key = `key-of-${randomUUID()}`;
      const hash = createHash('sha256').update(key).digest();
      await stage.database.query(`INSERT INTO admin_key (id, name, hash, scopes) VALUES ($1, 'Of a test', $2, $3)`, [
        randomUUID(),
        hash,
        scopes,
      ]);
      return key;
    }

    test('that may not read recipients shows them masked, one by one and in the list', async () => {
      const id = await insert({ recipient: 'Jane.Doe@example.com', createdAt: '2026-01-01T00:00:00Z' });
      const key = await insertKey('delivery:read');

      expect((await list({}, { key })).edges[0].node.recipient).toBe('J***@example.com');
      const { data } = await stage.gateway.call(`{ delivery(id: "${id}") { recipient } }`, {}, { key });
      expect(data.delivery.recipient).toBe('J***@example.com');
    });

    test('that may read recipients shows them', async () => {
      await insert({ recipient: 'Jane.Doe@example.com', createdAt: '2026-01-01T00:00:00Z' });
      const key = await insertKey('delivery:read', 'delivery:recipients');

      expect((await list({}, { key })).edges[0].node.recipient).toBe('Jane.Doe@example.com');
    });

    test('that may not read deliveries is refused', async () => {
      const key = await insertKey('delivery:recipients', 'connector:read');

      expect(await list({}, { key })).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    });
  });

  test.each([randomUUID(), 'abc', '', '\0'])('one that is not there is null: %j', async (id) => {
    const { data, errors } = await stage.gateway.call('query ($id: ID!) { delivery(id: $id) { id } }', { id });

    expect({ data, errors }).toEqual({ data: { delivery: null }, errors: undefined });
  });

  test('one outlives the connector that it went through', async () => {
    const connectorId = await stage.gateway.connect(stage.mailbox);
    const { id } = await stage.start();
    await stage.waitForDelivery(id, { msg: 'sent' });
    expect(await findDelivery(stage, id)).toMatchObject({ connector: { id: connectorId } });

    await stage.gateway.call('mutation ($id: ID!) { deleteConnector(id: $id) }', { id: connectorId });

    expect(await findDelivery(stage, id)).toMatchObject({ connector: null, attempts: [{ connectorId, error: null }] });
  });
});
