import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { type Mailbox, startMailbox } from '../testkit/mailbox';
import { verifier } from '../verification/verifier';
import { connectorAdmin, smtpTo } from './connector-admin';

describe('a connector whose secrets cannot be opened any more', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let mailbox: Mailbox;

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    mailbox = await startMailbox({ auth: { user: 'postern', password: 'right' } });
  });
  afterAll(async () => {
    await gateway.close();
    await mailbox.close();
    await database.drop();
  });

  it('sends nothing, keeps what is to be sent and works again once they are entered', async () => {
    const admin = connectorAdmin(gateway);
    const login = { authentication: 'LOGIN', user: 'postern' };
    const { connector } = await admin.create(smtpTo(mailbox, { ...login, password: 'right' }));
    await database.query(`UPDATE connector SET secrets = replace(secrets, 'v1.test.', 'v1.gone.')`);

    const { verification } = await verifier(gateway).send({ recipient: 'someone@example.com' });
    expect(verification.status).toBe('PENDING');
    await gateway.waitForLog({ msg: 'the active connector cannot be used' });
    expect(await admin.update(connector.id, { fromName: 'Codes' })).toMatchObject({
      __typename: 'InvalidConnectorConfig',
      issues: [{ path: 'password' }],
    });
    expect(await admin.update(connector.id, { password: 'right' })).toMatchObject({ __typename: 'ConnectorSaved' });
    await mailbox.waitForMail('someone@example.com');
  });
});
