import { createRemoteJWKSet, jwtVerify } from 'jose';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { type Mailbox, startMailbox } from '../testkit/mailbox';
import { codeOf, verifier, wrongCode } from './verifier';

describe('the main story', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let mailbox: Mailbox;

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    mailbox = await startMailbox({ auth: { user: 'postern', password: 'smtp-password-of-the-story' } });
  });
  afterAll(async () => {
    await gateway.close();
    await mailbox.close();
    await database.drop();
  });

  it('sets up a connector, sends a code, verifies it and proves it', async () => {
    const smtp = {
      host: '127.0.0.1',
      port: mailbox.port,
      security: 'NONE',
      authentication: 'LOGIN',
      user: 'postern',
      password: 'smtp-password-of-the-story',
      fromEmail: 'codes@example.com',
    };
    const tested = await gateway.call(
      `mutation ($input: TestConnectorInput!) { testConnector(input: $input) { ... on ConnectorTestSent { messageId } } }`,
      { input: { factoryId: 'smtp', config: smtp, recipient: 'admin@example.com' } },
    );
    expect(tested.data.testConnector.messageId).toMatch(/^<.+@example\.com>$/);
    await mailbox.waitForMail('admin@example.com');

    const connectorId = await gateway.connect(mailbox, smtp);
    const { send, find, verify } = verifier(gateway);
    const started = await send({ recipient: 'Jane.Doe@EXAMPLE.com', usage: 'REGISTER' });
    expect(started).toMatchObject({
      __typename: 'VerificationStarted',
      verification: {
        type: 'EMAIL',
        recipient: 'J***@example.com',
        usage: 'REGISTER',
        status: 'PENDING',
        attemptsRemaining: 5,
        deliveryStatus: 'SENDING',
      },
    });
    const { id } = started.verification;

    const mail = await mailbox.waitForMail('Jane.Doe@example.com');
    const code = codeOf(mail);
    expect(mail.envelope).toEqual({ from: 'codes@example.com', to: ['Jane.Doe@example.com'] });
    expect(mail.headers).toMatchObject({ 'auto-submitted': 'auto-generated' });
    expect(mail.html).toContain(code);
    expect(mail.text).toContain(code);
    expect(mail.text).toContain('10 minutes');

    expect(await verify(id, wrongCode(code))).toMatchObject({ __typename: 'CodeMismatch', attemptsRemaining: 4 });
    const verified = await verify(id, code);
    expect(verified).toMatchObject({
      __typename: 'VerificationSucceeded',
      verification: { id, status: 'VERIFIED', attemptsRemaining: 3 },
    });
    const jwks = createRemoteJWKSet(new URL('/.well-known/jwks.json', gateway.url));
    const { payload, protectedHeader } = await jwtVerify(verified.proof.token, jwks, {
      issuer: 'https://postern.example',
      audience: 'default',
    });
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA' });
    expect(payload).toMatchObject({
      sub: 'jane.doe@example.com',
      email: 'Jane.Doe@example.com',
      email_verified: true,
      usage: 'REGISTER',
      jti: id,
    });
    expect(new Date(Number(payload.exp) * 1_000).toISOString()).toBe(verified.proof.expiresAt);

    await gateway.waitForLog({ msg: 'sent' });
    expect(await find(id)).toMatchObject({ status: 'VERIFIED', deliveryStatus: 'SENT' });
    const { data } = await gateway.call(
      '{ deliveries { edges { node { verificationId status recipient messageId connector { id } attempts { error durationMilliseconds } } } } }',
    );
    expect(data.deliveries.edges).toEqual([
      {
        node: {
          verificationId: id,
          status: 'SENT',
          recipient: 'Jane.Doe@example.com',
          messageId: mail.messageId,
          connector: { id: connectorId },
          attempts: [{ error: null, durationMilliseconds: expect.any(Number) }],
        },
      },
    ]);
  });
});
