import { connectorAdmin, signIn, smtpTo, unusedSmtp } from '../connector/connector-admin';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { adminKey, startGateway, type TestGateway } from '../testkit/gateway';
import { startMailbox } from '../testkit/mailbox';

const apology = 'Something went wrong here. It has been logged; try again later.';

describe('a failure inside', () => {
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

  it('is told as an apology and a code only; the log has the rest under the id of the request', async () => {
    await database.query('DROP TABLE message_template');
    const query = '{ messageTemplates { id } templateVariables { name } }';
    const response = await gateway.post('/graphql', JSON.stringify({ query }), { authorization: `Bearer ${adminKey}` });
    expect(await response.json()).toEqual({
      data: null,
      errors: [
        {
          message: apology,
          locations: [{ line: 1, column: 3 }],
          path: ['messageTemplates'],
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    });
    const line = await gateway.waitForLog({ msg: 'a field failed', reqId: response.headers.get('x-request-id') });
    expect(line).toMatchObject({
      level: 50,
      path: ['messageTemplates'],
      err: { type: 'QueryFailedError', message: 'relation "message_template" does not exist' },
    });
    expect(line.err).toHaveProperty('stack', expect.stringContaining('list-message-templates'));
  });

  it('shows no secret that was on its way, not even in the log', async () => {
    await database.query('DROP TABLE connector CASCADE');
    const admin = connectorAdmin(gateway);
    const error = { code: 'INTERNAL_SERVER_ERROR', message: apology };
    expect(await admin.create({ ...unusedSmtp, ...signIn('secret-on-its-way') })).toEqual({ error });
    await gateway.waitForLog({ msg: 'a field failed' });
    expect(gateway.logs()).not.toContain('secret-on-its-way');
    expect(gateway.logs()).not.toContain(adminKey);
  });

  it('of the public fields is told like any other', async () => {
    await gateway.connect({ port: 2525 });
    await database.query('DROP TABLE recipient_budget CASCADE');
    const document = `mutation { sendVerificationCode(input: { recipient: "jane@example.com", usage: SIGN_IN }) { __typename } }`;
    const { data, errors } = await gateway.call(document, {}, { key: null });
    expect(data).toBeNull();
    expect(errors).toEqual([
      expect.objectContaining({ message: apology, extensions: { code: 'INTERNAL_SERVER_ERROR' } }),
    ]);
    await gateway.waitForLog({ msg: 'a field failed', path: ['sendVerificationCode'] });
  });
});

it('closing lets a running request end and takes no more', async () => {
  const database = await cloneDatabase();
  const gateway = await startGateway(database);
  let reach = () => {};
  let release = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const mailbox = await startMailbox({
    onData: () => {
      reach();
      return released;
    },
  });
  const tested = connectorAdmin(gateway).test(smtpTo(mailbox));
  await reached;
  const closed = gateway.close();
  release();
  expect(await tested).toMatchObject({ __typename: 'ConnectorTestSent' });
  await closed;
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow('fetch failed');
  await mailbox.close();
  await database.drop();
});
