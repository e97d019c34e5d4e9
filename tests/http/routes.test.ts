import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the routes', () => {
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

  const get = (path: string, init?: RequestInit) => fetch(gateway.url + path, init);

  it('tell that the process is alive and able to serve', async () => {
    for (const [path, status] of [
      ['/healthz', 'alive'],
      ['/readyz', 'ready'],
    ] as const) {
      const response = await get(path);
      expect([response.status, await response.json()]).toEqual([200, { status }]);
    }
  });

  it('hand out the public part of the proof keys, to be kept for a while', async () => {
    const response = await get('/.well-known/jwks.json');
    expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    const text = expect.stringMatching(/^[\w-]{43}$/);
    expect(await response.json()).toEqual({
      keys: [{ kty: 'OKP', crv: 'Ed25519', x: text, kid: text, alg: 'EdDSA', use: 'sig' }],
    });
  });

  it('hand out the same proof keys in every process', async () => {
    const other = await startGateway(database);
    const response = await fetch(`${other.url}/.well-known/jwks.json`);
    expect(await response.json()).toEqual(await (await get('/.well-known/jwks.json')).json());
    await other.close();
  });

  it.each(['/', '/graphql/', '/admin', '/.env', '/healthz/x', '/..%2f..%2fetc/passwd', '/%00'])(
    'have nothing at %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        errors: [
          { message: 'There is nothing here. The API answers to POST /graphql.', extensions: { code: 'NOT_FOUND' } },
        ],
      });
    },
  );

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('serve no GraphQL by %s', async (method) => {
    const response = await get('/graphql?query={__typename}', { method });
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('__typename');
  });

  it('answer every request with an id of its own, which no client chooses', async () => {
    const ids = await Promise.all(
      ['/healthz', '/readyz', '/nothing', '/.well-known/jwks.json'].map(async (path) => {
        const response = await get(path, { headers: { 'x-request-id': 'chosen', 'request-id': 'chosen' } });
        return response.headers.get('x-request-id');
      }),
    );
    for (const id of ids) expect(id).toMatch(uuid);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('log a line for each request with that id, and nothing that was sent', async () => {
    const response = await gateway.post('/graphql?secret=query-secret', JSON.stringify({ query: '{ __typename }' }), {
      authorization: 'Bearer header-secret',
      cookie: 'session=cookie-secret',
    });
    const reqId = response.headers.get('x-request-id');
    const line = await gateway.waitForLog({ msg: 'request', reqId });
    expect(line).toMatchObject({
      method: 'POST',
      route: '/graphql',
      statusCode: 200,
      milliseconds: expect.any(Number),
    });
    expect(gateway.logs()).not.toMatch(/(query|header|cookie)-secret/);
  });

  it('name no software and set no cookie', async () => {
    const { headers } = await gateway.post('/graphql', JSON.stringify({ query: '{ __typename }' }));
    for (const name of ['server', 'x-powered-by', 'set-cookie', 'access-control-allow-origin']) {
      expect([name, headers.get(name)]).toEqual([name, null]);
    }
  });

  it('are only those of health in a process that only delivers', async () => {
    const worker = await startGateway(database, { POSTERN_WORKER: 'only' });
    expect((await worker.post('/graphql', JSON.stringify({ query: '{ __typename }' }))).status).toBe(404);
    expect((await fetch(`${worker.url}/readyz`)).status).toBe(200);
    await worker.close();
  });
});

it('a gateway whose database is gone is alive and not ready, and can still be closed', async () => {
  const database = await cloneDatabase();
  const gateway = await startGateway(database);
  await database.drop();
  const response = await fetch(`${gateway.url}/readyz`);
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: 'not ready', reason: 'The database cannot be reached.' },
  ]);
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  const { errors } = await gateway.call('{ connectors { id } }');
  expect(errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
  await gateway.close();
});
