import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { type Mailbox, type MailboxOptions, refusal, startMailbox } from '../testkit/mailbox';
import { connectorAdmin, signIn, smtpTo } from './connector-admin';
import { textFactory } from './text-factory';

const password = 'smtp-password-of-the-test';

describe('testConnector', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let admin: ReturnType<typeof connectorAdmin>;
  const mailboxes: Mailbox[] = [];

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    admin = connectorAdmin(gateway);
  });
  afterAll(async () => {
    await gateway.close();
    for (const mailbox of mailboxes) await mailbox.close();
    await database.drop();
  });

  const openMailbox = async (options?: MailboxOptions) => {
    const mailbox = await startMailbox(options);
    mailboxes.push(mailbox);
    return mailbox;
  };

  it('sends one message with parameters that are stored nowhere', async () => {
    const mailbox = await openMailbox({ auth: { user: 'postern', password } });
    const before = await database.dump();
    const tested = await admin.test(smtpTo(mailbox, { ...signIn(password), fromName: 'Example' }));
    const mail = await mailbox.waitForMail('admin@example.com');
    expect(tested).toEqual({
      __typename: 'ConnectorTestSent',
      messageId: mail.messageId,
      durationMilliseconds: expect.any(Number),
    });
    expect(mail.envelope).toEqual({ from: 'codes@example.com', to: ['admin@example.com'] });
    expect(mail.parsed.from).toEqual({ name: 'Example', address: 'codes@example.com' });
    expect(mail.headers['auto-submitted']).toBe('auto-generated');
    expect(mail.subject).toBe('123456 is your verification code');
    expect(mail.text).toContain('10 minutes');
    expect(await database.dump()).toBe(before);
    expect(mailbox.mails).toHaveLength(1);
  });

  it.each([
    ['REGISTER', '123456 is your sign-up code'],
    ['SIGN_IN', '123456 is your sign-in code'],
    ['FORGOT_PASSWORD', '123456 is your password reset code'],
    ['GENERIC', '123456 is your verification code'],
  ])('sends the message of the usage %s', async (usage, subject) => {
    const mailbox = await openMailbox();
    await admin.test(smtpTo(mailbox), { usage });
    expect(await mailbox.waitForMail('admin@example.com')).toMatchObject({ subject });
  });

  it('sends the message in the asked language', async () => {
    const mailbox = await openMailbox();
    const template = { usage: 'GENERIC', locale: 'fr', subject: '{{ code }} : votre code', html: '<p>{{ code }}</p>' };
    await gateway.call(
      'mutation ($input: MessageTemplateInput!) { saveMessageTemplate(input: $input) { __typename } }',
      { input: template },
    );
    await admin.test(smtpTo(mailbox), { locale: 'fr-CA' });
    expect(await mailbox.waitForMail('admin@example.com')).toMatchObject({ subject: '123456 : votre code' });
  });

  it('tells of credentials that are refused, without showing them', async () => {
    const mailbox = await openMailbox({ auth: { user: 'postern', password } });
    expect(await admin.test(smtpTo(mailbox, signIn('mistyped-password')))).toEqual({
      __typename: 'ConnectorTestFailed',
      code: 'CONNECTOR_TEST_FAILED',
      message: 'The provider refused the credentials. Check the user, password, key or token.',
      error: 'AUTHENTICATION_FAILED',
      providerMessage: expect.stringMatching(/^535 /),
    });
  });

  it('masks the password, its base64 and the code in what the provider says', async () => {
    const quoted = `${password} ${Buffer.from(password).toString('base64')} ${Buffer.from(`\0postern\0${password}`).toString('base64')} 123456`;
    const mailbox = await openMailbox({
      auth: { user: 'postern', password },
      onRcptTo: () => {
        throw refusal(550, `no such mailbox, says ${quoted}.`);
      },
    });
    const tested = await admin.test(smtpTo(mailbox, signIn(password)));
    expect(tested).toMatchObject({ __typename: 'ConnectorTestFailed', error: 'RECIPIENT_REJECTED' });
    expect(tested.providerMessage).toContain('no such mailbox, says [redacted] [redacted] [redacted] [redacted].');
    expect(gateway.logs()).not.toContain(password);
  });

  it('tells of a server that cannot be reached', async () => {
    const mailbox = await startMailbox();
    await mailbox.close();
    const tested = await admin.test(smtpTo(mailbox, signIn(password)));
    expect(tested).toMatchObject({ __typename: 'ConnectorTestFailed', error: 'CONNECTION_FAILED' });
    expect(tested.message).toBe('The provider could not be reached. Check the host, the port and the firewall.');
    expect(tested.providerMessage).not.toContain(password);
  });

  it.each([
    ['the sender', 'SENDER_REJECTED', { onMailFrom: () => Promise.reject(refusal(553, 'not your address')) }],
    ['the recipient', 'RECIPIENT_REJECTED', { onRcptTo: () => Promise.reject(refusal(550, 'no such mailbox')) }],
    ['the message', 'MESSAGE_REJECTED', { onData: () => Promise.reject(refusal(554, 'looks like spam')) }],
    ['any more for now', 'RATE_LIMITED', { onRcptTo: () => Promise.reject(refusal(450, 'sending rate exceeded')) }],
  ] as const)('tells of a server that refuses %s', async (_, error, hooks) => {
    const mailbox = await openMailbox(hooks);
    expect(await admin.test(smtpTo(mailbox))).toMatchObject({ __typename: 'ConnectorTestFailed', error });
    expect(mailbox.mails).toHaveLength(0);
  });

  it('names every parameter that does not fit, and connects to nobody', async () => {
    const mailbox = await openMailbox();
    const tested = await admin.test(smtpTo(mailbox, { fromEmail: 'nobody', colour: 'blue', authentication: 'LOGIN' }));
    expect(tested).toMatchObject({ __typename: 'InvalidConnectorConfig', code: 'INVALID_CONNECTOR_CONFIG' });
    expect(tested.issues.map(({ path }: any) => path).sort()).toEqual(['colour', 'fromEmail', 'password', 'user']);
    expect(mailbox.connections).toBe(0);
  });

  it.each([
    '',
    'nobody',
    'one@example.com, two@example.com',
    'Admin <admin@example.com>',
    'a@example.com\r\nBcc: b@c.de',
  ])('refuses the recipient %j', async (recipient) => {
    const mailbox = await openMailbox();
    const message = '"recipient" must be one well-formed address, such as name@example.com.';
    expect(await admin.test(smtpTo(mailbox), { recipient })).toEqual({ error: { code: 'BAD_USER_INPUT', message } });
    expect(mailbox.connections).toBe(0);
  });

  it('knows no other factories than those which are installed', async () => {
    const { error } = await admin.test({}, { factoryId: 'pigeon' });
    expect(error).toEqual({
      code: 'NOT_FOUND',
      message: 'There is no connector factory "pigeon". Installed are: smtp.',
    });
  });

  it('takes no secrets from a connector of another factory', async () => {
    const other = await startGateway(database, {}, { factories: [textFactory('EMAIL')] });
    const stored = { factoryId: 'text-email', activate: false };
    const { connector } = await connectorAdmin(other).create({ address: 'codes@example.com' }, stored);
    await other.close();
    const { error } = await admin.test({}, { connectorId: connector.id });
    expect(error).toEqual({
      code: 'BAD_USER_INPUT',
      message: `The connector "${connector.id}" was made with the factory "text-email", not "smtp".`,
    });
  });

  it('closes its connections when it is done', async () => {
    let closed = () => {};
    const connectionClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const mailbox = await openMailbox({ server: { onClose: () => closed() } });
    await admin.test(smtpTo(mailbox));
    await connectionClosed;
    expect(mailbox.connections).toBe(1);
  });
});
