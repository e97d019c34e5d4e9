import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { type Mailbox, startMailbox } from '../testkit/mailbox';
import { connectorAdmin, signIn, smtpTo } from './connector-admin';

const password = 'stored-secret-of-the-connector';

describe('a stored secret', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let mailbox: Mailbox;
  let admin: ReturnType<typeof connectorAdmin>;
  let id: string;
  let config: Record<string, unknown>;

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    mailbox = await startMailbox({ auth: { user: 'postern', password } });
    admin = connectorAdmin(gateway);
  });
  beforeEach(async () => {
    const { connector } = await admin.create(smtpTo(mailbox, signIn(password)));
    ({ id, config } = connector);
  });
  afterAll(async () => {
    await gateway.close();
    await mailbox.close();
    await database.drop();
  });

  const moves: [string, object][] = [
    ['host', { host: 'localhost' }],
    ['port', { port: 2525 }],
    ['security', { security: 'STARTTLS' }],
    ['user', { user: 'someone-else' }],
    ['rejectUnauthorized', { rejectUnauthorized: false }],
    ['servername', { servername: 'mail.example.com' }],
    ['host, port and user', { host: 'localhost', port: 2525, user: 'someone-else' }],
  ];
  const enterAgain = (what: string) => [{ path: 'password', message: `Enter it again, because ${what} changed.` }];

  it.each(moves)('is not stored for another %s', async (what, change) => {
    const before = await admin.find(id);
    for (const entered of [{}, { password: '' }]) {
      expect(await admin.update(id, { ...change, ...entered })).toMatchObject({ issues: enterAgain(what) });
    }
    expect(await admin.find(id)).toEqual(before);
    const { connector } = await admin.update(id, { ...change, password });
    expect(connector).toMatchObject({ config: change, secretsSet: ['password'] });
  });

  it.each(moves)('is not sent to another %s', async (what, change) => {
    const connections = mailbox.connections;
    for (const entered of [{}, { password: '' }]) {
      const tested = await admin.test({ ...config, ...change, ...entered }, { connectorId: id });
      expect(tested).toMatchObject({ __typename: 'InvalidConnectorConfig', issues: enterAgain(what) });
    }
    expect(mailbox.connections).toBe(connections);
  });

  it('is not sent on when the new destination comes with another way to sign in', async () => {
    const { connector } = await admin.create(smtpTo(mailbox, { ...signIn(password), clientSecret: 'oauth-secret' }));
    const tested = await admin.test({ ...config, password, user: 'someone-else' }, { connectorId: connector.id });
    expect(tested.issues).toEqual([{ path: 'clientSecret', message: 'Enter it again, because user changed.' }]);
  });

  it.each([
    ['left out', {}],
    ['empty, as a form sends it', { password: '' }],
  ])('stays in use when it is %s and its destination stays', async (_, entered) => {
    const change = { fromName: 'Changed', ...entered };
    expect((await admin.test({ ...config, ...change }, { connectorId: id })).__typename).toBe('ConnectorTestSent');
    await admin.update(id, change);
    expect((await admin.test({ ...config, ...change }, { connectorId: id })).__typename).toBe('ConnectorTestSent');
  });

  it('gives way to one that is entered for the test', async () => {
    const tested = await admin.test({ ...config, password: 'mistyped' }, { connectorId: id });
    expect(tested).toMatchObject({ __typename: 'ConnectorTestFailed', error: 'AUTHENTICATION_FAILED' });
  });

  it('is not used without naming its connector, nor when the test removes it', async () => {
    const missing = [{ path: 'password', message: 'Fill this in: the authentication LOGIN needs it.' }];
    expect(await admin.test(config)).toMatchObject({ issues: missing });
    expect(await admin.test({ ...config, password: null }, { connectorId: id })).toMatchObject({ issues: missing });
  });
});
