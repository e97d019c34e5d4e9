import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { connectorAdmin, signIn, unusedSmtp } from './connector-admin';

describe('updateConnector', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let admin: ReturnType<typeof connectorAdmin>;

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    admin = connectorAdmin(gateway);
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const stored = async (config: object, activate = false) =>
    (await admin.create({ ...unusedSmtp, ...config }, { activate })).connector;

  it('keeps what is left out, sets what is given and removes what is null', async () => {
    const before = await stored({ fromName: 'Example', replyTo: 'help@example.com', maxConnections: 2 });
    const { connector, replaced } = await admin.update(before.id, {
      fromName: 'Renamed',
      replyTo: null,
      maxConnections: null,
    });
    const { replyTo, ...kept } = before.config;
    expect(replyTo).toBe('help@example.com');
    expect(connector.config).toEqual({ ...kept, fromName: 'Renamed', maxConnections: 5 });
    expect(connector).toMatchObject({ id: before.id, status: 'INACTIVE', createdAt: before.createdAt });
    expect(Date.parse(connector.updatedAt)).toBeGreaterThanOrEqual(Date.parse(before.updatedAt));
    expect(replaced).toBeNull();
    expect(await admin.find(before.id)).toEqual(connector);
  });

  it('merges what lies inside a parameter', async () => {
    const { id } = await stored({ customHeaders: { 'X-One': '1', 'X-Two': '2' } });
    const { connector } = await admin.update(id, { customHeaders: { 'X-Two': null, 'X-Three': '3' } });
    expect(connector.config.customHeaders).toEqual({ 'X-One': '1', 'X-Three': '3' });
  });

  it('leaves the active one active', async () => {
    const { id } = await stored({}, true);
    const { connector, replaced } = await admin.update(id, { fromName: 'Still active' });
    expect(connector.status).toBe('ACTIVE');
    expect(replaced).toBeNull();
    expect(await admin.active()).toEqual(connector);
  });

  it('takes an empty secret, as a form sends it, for one that stays as it is', async () => {
    const before = await stored(signIn('kept-secret'));
    const { connector } = await admin.update(before.id, { ...before.config, password: '', fromName: 'Changed' });
    expect(connector).toMatchObject({ secretsSet: ['password'], config: { fromName: 'Changed' } });
  });

  it('removes a secret that is null', async () => {
    const { id } = await stored(signIn('to-be-removed'));
    const refused = await admin.update(id, { password: null });
    expect(refused.issues).toEqual([{ path: 'password', message: 'Fill this in: the authentication LOGIN needs it.' }]);
    const { connector } = await admin.update(id, { password: null, user: null, authentication: 'NONE' });
    expect(connector.secretsSet).toEqual([]);
    expect(await secretsOf(id)).toEqual([{ secrets: null }]);
  });

  it('checks the whole that comes about, names every problem and changes nothing', async () => {
    const before = await stored({ fromName: 'As it was' });
    const refused = await admin.update(before.id, {
      host: null,
      port: 0,
      fromName: 'Not stored',
      colour: 'blue',
      authentication: 'LOGIN',
    });
    expect(refused).toMatchObject({ __typename: 'InvalidConnectorConfig', code: 'INVALID_CONNECTOR_CONFIG' });
    expect(refused.issues.map(({ path }: any) => path).sort()).toEqual([
      'colour',
      'host',
      'password',
      'port',
      'security',
      'user',
    ]);
    expect(await admin.find(before.id)).toEqual(before);
  });

  it('cannot reach into the process through the names that every object has', async () => {
    const { id } = await stored({});
    const document = `mutation ($id: ID!) {
      updateConnector(id: $id, input: { config: {
        __proto__: { polluted: true }, constructor: { prototype: { polluted: true } }
      } }) { ... on InvalidConnectorConfig { issues { path } } }
    }`;
    const { data } = await gateway.call(document, { id });
    const paths = data.updateConnector.issues.map(({ path }: any) => path);
    expect(paths).toEqual(['__proto__', 'constructor']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('answers to a patch that is deeper than any parameter', async () => {
    const { id } = await stored({});
    const deep = JSON.parse(`${'{"customHeaders":'.repeat(200)}{}${'}'.repeat(200)}`);
    const { issues } = await admin.update(id, deep);
    expect(issues).toEqual([expect.objectContaining({ path: 'customHeaders.customHeaders' })]);
  });

  const secretsOf = (id: string) => database.query<any>('SELECT secrets FROM connector WHERE id = $1', [id]);
});
