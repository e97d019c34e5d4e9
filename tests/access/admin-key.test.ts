import { request } from 'node:http';
import { compose } from '../../src/compose';
import { readConfig } from '../../src/config';
import { createLogger } from '../../src/shared/logger';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { adminKey, startGateway, type TestGateway } from '../testkit/gateway';
import { LogSink } from '../testkit/log-sink';

const oneKey = 'first-key-of-the-environment-0001';
const otherKey = 'other-key-of-the-environment-0002';
const body = JSON.stringify({ query: '{ connectors { id } }' });

interface Answer {
  data: { connectors: unknown[] };
  errors?: { extensions: { code: string } }[];
}

/** Whether an answer shows that the key was let in. */
const letIn = ({ data, errors }: Answer) => (errors ? errors[0]?.extensions.code : data.connectors.length === 0);

describe('the first admin key', () => {
  let database: TestDatabase;
  const running: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    database = await cloneDatabase();
  });
  afterEach(async () => {
    for (const gateway of running.splice(0)) await gateway.close();
    await database.drop();
  });

  /** A gateway as `main` starts it, with what it would print. */
  const start = async (key?: string, changes: Record<string, string> = {}) => {
    const log = new LogSink();
    const environment = {
      NODE_ENV: 'test',
      PORT: '0',
      POSTERN_PUBLIC_URL: 'https://postern.example',
      DATABASE_URL: database.url,
      POSTERN_MAIL_CATCHER: 'off',
    };
    const keys = `test:${Buffer.alloc(32, 1).toString('base64')}`;
    const config = readConfig({ ...environment, ...changes, POSTERN_ENCRYPTION_KEYS: keys, POSTERN_ADMIN_KEY: key });
    const gateway = await compose(config, createLogger('debug', log));
    running.push(gateway);
    const { url, firstAdminKey } = await gateway.start();
    const tryKey = async (candidate: string) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${candidate}` };
      const response = await fetch(`${url}/graphql`, { method: 'POST', body, headers });
      return letIn((await response.json()) as Answer);
    };
    return { firstAdminKey: firstAdminKey ?? '', tryKey, log };
  };

  it('is made once, works in every process and is told to nobody else', async () => {
    const first = await start();
    expect(first.firstAdminKey).toMatch(/^postern_admin_[\w-]{43}$/);
    expect(await first.tryKey(first.firstAdminKey)).toBe(true);
    const second = await start();
    expect(second.firstAdminKey).toBe('');
    expect(await second.tryKey(first.firstAdminKey)).toBe(true);
    expect(first.log.text).not.toContain(first.firstAdminKey);
  });

  it('is made by one of several gateways that start at the same time', async () => {
    const gateways = await Promise.all([start(), start(), start(), start()]);
    const [key = '', ...more] = gateways.map(({ firstAdminKey }) => firstAdminKey).filter(Boolean);
    expect(more).toEqual([]);
    for (const { tryKey } of gateways) expect(await tryKey(key)).toBe(true);
  });

  it('is the one of the environment where there is one', async () => {
    const gateways = await Promise.all([start(oneKey), start(oneKey)]);
    for (const { firstAdminKey, tryKey } of gateways) {
      expect(firstAdminKey).toBe('');
      expect(await tryKey(oneKey)).toBe(true);
    }
    expect(await database.query('SELECT name, from_environment FROM admin_key')).toEqual([
      { name: 'POSTERN_ADMIN_KEY', from_environment: true },
    ]);
  });

  it('works no more once the environment holds another', async () => {
    await start(oneKey);
    const { tryKey } = await start(otherKey);
    expect(await tryKey(otherKey)).toBe(true);
    expect(await tryKey(oneKey)).toBe('UNAUTHENTICATED');
    const back = await start(oneKey);
    expect(await back.tryKey(oneKey)).toBe(true);
    expect(await back.tryKey(otherKey)).toBe('UNAUTHENTICATED');
  });

  it('of the environment outlives processes whose environment holds none, and no other one is made', async () => {
    await start(oneKey);
    const without = await start();
    expect(without.firstAdminKey).toBe('');
    expect(await without.tryKey(oneKey)).toBe(true);
  });

  it('stays beside one that comes with the environment later', async () => {
    const { firstAdminKey } = await start();
    const later = await start(oneKey);
    expect(await later.tryKey(oneKey)).toBe(true);
    expect(await later.tryKey(firstAdminKey)).toBe(true);
  });

  it('is not made by a process that only delivers', async () => {
    const worker = await start(undefined, { POSTERN_WORKER: 'only' });
    expect(worker.firstAdminKey).toBe('');
    expect(await database.query('SELECT 1 FROM admin_key')).toEqual([]);
  });

  it('is stored as a hash only', async () => {
    const { firstAdminKey } = await start();
    await start(oneKey);
    const dump = await database.dump();
    const secret = firstAdminKey.replace('postern_admin_', '');
    for (const key of [firstAdminKey, secret, oneKey]) {
      for (const encoding of ['utf8', 'base64', 'hex'] as const) {
        expect(dump).not.toContain(Buffer.from(key).toString(encoding));
      }
    }
    expect(dump).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
    expect(await database.query('SELECT length(hash) FROM admin_key')).toEqual([{ length: 32 }, { length: 32 }]);
  });
});

describe('the Authorization header', () => {
  let database: TestDatabase;
  let gateway: TestGateway;

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  /** The header as it is, which `fetch` would tidy. */
  const tryHeader = (authorization: string) =>
    new Promise<unknown>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', authorization };
      const call = request(`${gateway.url}/graphql`, { method: 'POST', headers }, async (response) => {
        const chunks = await response.toArray();
        resolve(letIn(JSON.parse(Buffer.concat(chunks).toString())));
      });
      call.on('error', reject).end(body);
    });

  it.each([
    `Bearer ${adminKey}`,
    `bearer ${adminKey}`,
    `BEARER ${adminKey}`,
    `Bearer    ${adminKey}`,
    `   Bearer ${adminKey}   `,
  ])('%j lets in', async (header) => {
    expect(await tryHeader(header)).toBe(true);
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    adminKey,
    `Basic ${adminKey}`,
    `Bearer${adminKey}`,
    `Bearer ${adminKey} ${adminKey}`,
    `Bearer ${adminKey},`,
    `Bearer "${adminKey}"`,
    `Bearer ${adminKey.toUpperCase()}`,
    `Bearer ${adminKey.slice(0, -1)}`,
    `Bearer ${adminKey}0`,
    'Bearer undefined',
    `Bearer ' OR '' = '`,
    `Bearer ${'x'.repeat(200)}`,
  ])('%j does not', async (header) => {
    expect(await tryHeader(header)).toBe('UNAUTHENTICATED');
  });

  it('is never logged', async () => {
    await gateway.call('{ connectors { id } }');
    await gateway.waitForLog({ msg: 'request' });
    expect(gateway.logs()).not.toContain(adminKey);
  });
});
