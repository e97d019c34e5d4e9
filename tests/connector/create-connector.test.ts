import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { connectorAdmin, signIn, unusedSmtp } from './connector-admin';
import { textFactory } from './text-factory';

describe('createConnector', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let admin: ReturnType<typeof connectorAdmin>;

  beforeEach(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    admin = connectorAdmin(gateway);
  });
  afterEach(async () => {
    await gateway.close();
    await database.drop();
  });

  it('stores a connector and makes it the active one, with the defaults filled in', async () => {
    const created = await admin.create({ host: 'smtp.example.com', fromEmail: 'codes@example.com', fromName: '' });
    const { connector } = created;
    expect(created).toMatchObject({ __typename: 'ConnectorSaved', replaced: null });
    expect(connector).toMatchObject({ type: 'EMAIL', factoryId: 'smtp', factory: { id: 'smtp' }, status: 'ACTIVE' });
    expect(connector.config).toEqual({
      host: 'smtp.example.com',
      port: 587,
      security: 'STARTTLS',
      authentication: 'NONE',
      fromEmail: 'codes@example.com',
      connectionTimeout: 10,
      greetingTimeout: 10,
      socketTimeout: 30,
      maxConnections: 5,
      rejectUnauthorized: true,
    });
    expect(connector.secretsSet).toEqual([]);
    expect(connector.activatedAt).toBe(connector.createdAt);
    expect(connector.updatedAt).toBe(connector.createdAt);
    expect(await admin.active()).toEqual(connector);
    expect(await admin.find(connector.id)).toEqual(connector);
    expect(await admin.list()).toEqual([connector]);
  });

  it('takes the place of the active one, which keeps its parameters', async () => {
    const first = await admin.create({ ...unusedSmtp, fromName: 'First', ...signIn('first-secret') });
    const second = await admin.create({ ...unusedSmtp, fromName: 'Second' });
    expect(second.connector.status).toBe('ACTIVE');
    expect(second.replaced).toEqual({
      ...first.connector,
      status: 'INACTIVE',
      updatedAt: second.replaced.updatedAt,
    });
    expect(second.replaced).toMatchObject({ config: { fromName: 'First' }, secretsSet: ['password'] });
    expect(await admin.list()).toEqual([second.connector, second.replaced]);
  });

  it('stores one beside the active one when it is not to be activated', async () => {
    const active = await admin.create(unusedSmtp);
    const stored = await admin.create(unusedSmtp, { activate: false });
    expect(stored).toMatchObject({ connector: { status: 'INACTIVE', activatedAt: null }, replaced: null });
    expect(await admin.active()).toEqual(active.connector);
  });

  it('never returns a secret, and tells which ones are set', async () => {
    const { connector } = await admin.create({ ...unusedSmtp, ...signIn('never-to-be-seen') });
    expect(connector.secretsSet).toEqual(['password']);
    expect(connector.config).not.toHaveProperty('password');
    expect(JSON.stringify([await admin.list(), await admin.active()])).not.toContain('never-to-be-seen');
    expect(gateway.logs()).not.toContain('never-to-be-seen');
  });

  it('knows no other factories than those which are installed', async () => {
    for (const factoryId of ['pigeon', 'SMTP', '', '__proto__', 'constructor']) {
      expect(await admin.create(unusedSmtp, { factoryId })).toEqual({
        error: { code: 'NOT_FOUND', message: `There is no connector factory "${factoryId}". Installed are: smtp.` },
      });
    }
  });

  it('names every problem at once, each at its parameter, and stores nothing', async () => {
    const before = await database.dump();
    const refused = await admin.create({
      port: '25',
      security: 'SSL',
      authentication: 'LOGIN',
      password: ['not', 'text'],
      fromEmail: 'Codes <codes@example.com>',
      fromName: 'two\nlines',
      rejectUnauthorized: 'yes',
      customHeaders: { Bcc: 'someone@example.com', 'X-Fine': 'yes' },
      colour: 'blue',
    });
    expect(refused).toMatchObject({ __typename: 'InvalidConnectorConfig', code: 'INVALID_CONNECTOR_CONFIG' });
    const messages = Object.fromEntries(refused.issues.map(({ path, message }: any) => [path, message]));
    expect(messages).toEqual({
      colour: 'This connector has no such parameter.',
      host: 'This parameter is required.',
      port: 'Enter a whole number from 1 to 65535.',
      security: 'Choose STARTTLS, TLS or NONE.',
      user: 'Fill this in: the authentication LOGIN needs it.',
      password: 'Enter text.',
      fromEmail: 'Enter one plain e-mail address, such as no-reply@example.com, without a name.',
      fromName: 'Enter a single line without control characters.',
      rejectUnauthorized: 'Choose on or off.',
      'customHeaders.Bcc': 'Remove this header: Postern or the mail server sets it.',
    });
    expect(refused.issues).toHaveLength(10);
    expect(await database.dump()).toBe(before);
  });

  it('takes names that every object has for what they are: unknown parameters', async () => {
    const document = `mutation {
      createConnector(input: { factoryId: "smtp", config: { __proto__: { port: 25 }, constructor: 1, toString: 1 } }) {
        ... on InvalidConnectorConfig { issues { path } }
      }
    }`;
    const { data } = await gateway.call(document);
    const paths = data.createConnector.issues.map(({ path }: any) => path);
    expect(paths).toEqual(['__proto__', 'constructor', 'toString', 'host', 'fromEmail']);
  });

  it('keeps one active connector for each type', async () => {
    const both = await startGateway(database, {}, { factories: [textFactory('SMS'), textFactory('EMAIL')] });
    const { create, list, active } = connectorAdmin(both);
    const email = await create({ address: 'codes@example.com' }, { factoryId: 'text-email' });
    const sms = await create({ address: '+431234567' }, { factoryId: 'text-sms' });
    expect(sms.replaced).toBeNull();
    expect(await active('EMAIL')).toEqual(email.connector);
    expect(await active('SMS')).toEqual(sms.connector);
    expect(await list('SMS')).toEqual([sms.connector]);
    expect(await list()).toEqual([sms.connector, email.connector]);
    await both.close();
  });

  it('keeps what was made with a factory that is gone, to be looked at and deleted', async () => {
    const other = await startGateway(database, {}, { factories: [textFactory('EMAIL')] });
    const text = { address: 'codes@example.com' };
    const { connector } = await connectorAdmin(other).create(text, { factoryId: 'text-email', activate: false });
    await other.close();
    expect(await admin.list()).toEqual([{ ...connector, factory: null }]);
    const error = { code: 'BAD_USER_INPUT', message: expect.stringContaining('"text-email"') };
    expect(await admin.activate(connector.id)).toEqual({ error });
    expect(await admin.update(connector.id, { address: 'other@example.com' })).toEqual({ error });
    expect(await admin.remove(connector.id)).toBe(connector.id);
  });
});
