import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { selfSignedCertificate } from '../testkit/certificate';
import { refusal } from '../testkit/mailbox';
import { closeAll, connect, deadline, failure, message, openMailbox } from './smtp-fixture';

const certificate = selfSignedCertificate();
const expired = selfSignedCertificate({ expired: true });
const login = { authentication: 'LOGIN', user: 'codes@example.com', password: 'correct-horse' };

afterEach(closeAll);

describe('encryption', () => {
  test.each([
    ['STARTTLS', false],
    ['TLS', true],
  ])('%s with a trusted certificate', async (security, secure) => {
    const sessions: boolean[] = [];
    const onMailFrom: SMTPServerOptions['onMailFrom'] = (_from, session, done) => {
      sessions.push(session.secure);
      done();
    };
    const mailbox = await openMailbox({ tls: { ...certificate, secure }, server: { onMailFrom } });
    await connect(mailbox.port, { security, ca: certificate.cert }).send(message(), deadline());
    expect(mailbox.mails).toHaveLength(1);
    expect(sessions).toEqual([true]);
  });

  test('a host name is checked against the certificate, another name only when it is configured', async () => {
    const mailbox = await openMailbox({ tls: certificate });
    const trusted = { security: 'STARTTLS', ca: certificate.cert };
    const other = connect(mailbox.port, { ...trusted, servername: 'mail.example.com' });
    expect(await failure(other.send(message(), deadline()))).toMatchObject({ code: 'TLS_FAILED', retryable: false });
    await connect(mailbox.port, { ...trusted, host: 'localhost' }).send(message(), deadline());
    await connect(mailbox.port, { ...trusted, servername: 'localhost' }).send(message(), deadline());
    expect(mailbox.mails).toHaveLength(2);
  });

  test.each([
    ['a self-signed certificate', certificate, { security: 'STARTTLS' }],
    ['a self-signed certificate', { ...certificate, secure: true }, { security: 'TLS' }],
    ['an expired certificate', expired, { security: 'STARTTLS', ca: expired.cert }],
    ['a certificate of another authority', certificate, { security: 'STARTTLS', ca: expired.cert }],
    ['a server that speaks no TLS', undefined, { security: 'TLS' }],
    ['a server that withholds STARTTLS', undefined, { security: 'STARTTLS' }],
  ])('%s is refused, and nothing is sent: %#', async (_name, tls, parameters) => {
    const mailbox = await openMailbox({ ...(tls && { tls }), auth: login });
    const sending = connect(mailbox.port, { ...parameters, ...login }).send(message(), deadline());
    expect(await failure(sending)).toMatchObject({ code: 'TLS_FAILED', retryable: false });
    expect(mailbox.mails).toHaveLength(0);
  });

  test('a server that knows only TLS 1.1 is refused', async () => {
    const server = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const mailbox = await openMailbox({ tls: { ...certificate, secure: true }, server });
    const sending = connect(mailbox.port, { security: 'TLS', rejectUnauthorized: false }).send(message(), deadline());
    expect(await failure(sending)).toMatchObject({ code: 'TLS_FAILED', retryable: false });
  });

  test('verification can be switched off, and NONE stays unencrypted though STARTTLS is offered', async () => {
    const mailbox = await openMailbox({ tls: certificate });
    await connect(mailbox.port, { security: 'STARTTLS', rejectUnauthorized: false }).send(message(), deadline());
    await connect(mailbox.port, { security: 'NONE' }).send(message(), deadline());
    expect(mailbox.mails).toHaveLength(2);
  });
});

describe('signing in', () => {
  test('with user and password', async () => {
    const mailbox = await openMailbox({ auth: login });
    await connect(mailbox.port, login).send(message(), deadline());
    expect(mailbox.mails).toHaveLength(1);

    const wrong = connect(mailbox.port, { ...login, password: 'wrong' });
    expect(await failure(wrong.send(message(), deadline()))).toMatchObject({
      code: 'AUTHENTICATION_FAILED',
      retryable: false,
    });
  });

  test('a server that offers no sign-in does not get the message without one', async () => {
    const mailbox = await openMailbox();
    const sending = connect(mailbox.port, login).send(message(), deadline());
    expect(await failure(sending)).toMatchObject({ code: 'AUTHENTICATION_FAILED', retryable: false });
    expect(mailbox.mails).toHaveLength(0);
  });

  test('a server that wants a sign-in refuses a sender without one', async () => {
    const mailbox = await openMailbox({ auth: login });
    const sending = connect(mailbox.port).send(message(), deadline());
    expect(await failure(sending)).toMatchObject({ code: 'AUTHENTICATION_FAILED', retryable: false });
  });

  test.each([
    [454, '4.7.0 Temporary authentication failure', 'PROVIDER_UNAVAILABLE'],
    [454, '4.7.0 Too many login attempts, please try again later', 'RATE_LIMITED'],
    [421, '4.7.0 Try again later', 'PROVIDER_UNAVAILABLE'],
  ])('%d %s is a temporary failure: %s', async (reply, text, code) => {
    const mailbox = await openMailbox({ auth: login, server: { onAuth: (_, _s, done) => done(refusal(reply, text)) } });
    const sending = connect(mailbox.port, login).send(message(), deadline());
    expect(await failure(sending)).toMatchObject({ code, retryable: true });
  });
});

describe('signing in with OAuth 2.0', () => {
  const oauth = {
    authentication: 'OAUTH2',
    user: 'codes@example.com',
    clientId: 'client-1',
    clientSecret: 'client-secret',
    refreshToken: 'refresh-token',
  };
  const auth = { user: oauth.user, accessToken: 'access-token' };
  let endpoint: Server;
  let accessUrl: string;
  let requests: string[];
  let reply: { status: number; body: string };

  beforeEach(async () => {
    requests = [];
    reply = { status: 200, body: JSON.stringify({ access_token: 'access-token', expires_in: 3600 }) };
    endpoint = createServer(async (request, response) => {
      requests.push(Buffer.concat(await request.toArray()).toString());
      response.writeHead(reply.status).end(reply.body);
    });
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
    accessUrl = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/token`;
  });
  afterEach(() => new Promise((resolve) => endpoint.close(resolve)));

  test('one access token serves all connections', async () => {
    const mailbox = await openMailbox({ auth });
    const sender = connect(mailbox.port, { ...oauth, accessUrl, maxConnections: 3 });
    await Promise.all([1, 2, 3].map(() => sender.send(message(), deadline())));
    expect(mailbox.connections).toBe(3);
    expect(requests.map((body) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      {
        client_id: 'client-1',
        client_secret: 'client-secret',
        refresh_token: 'refresh-token',
        grant_type: 'refresh_token',
      },
    ]);
  });

  test('an access token that the mail server refuses is renewed once', async () => {
    const mailbox = await openMailbox({ auth: { ...auth, accessToken: 'another-token' } });
    const sending = connect(mailbox.port, { ...oauth, accessUrl }).send(message(), deadline());
    expect(await failure(sending)).toMatchObject({ code: 'AUTHENTICATION_FAILED', retryable: false });
    expect(requests).toHaveLength(2);
  });

  test.each([
    [400, '{"error":"invalid_grant","error_description":"refresh-token of client-secret is revoked"}', false],
    [200, '{}', false],
    [502, '<h1>access_token=hidden</h1>', true],
  ])('a token endpoint that answers %d %s', async (status, body, retryable) => {
    reply = { status, body };
    const mailbox = await openMailbox({ auth });
    const error = await failure(connect(mailbox.port, { ...oauth, accessUrl }).send(message(), deadline()));
    expect(error).toMatchObject({ code: 'AUTHENTICATION_FAILED', retryable });
    expect(error.providerMessage).not.toMatch(/refresh-token|client-secret|hidden/);
  });

  test('a token endpoint that is down may be back later', async () => {
    await new Promise((resolve) => endpoint.close(resolve));
    const mailbox = await openMailbox({ auth });
    const sending = connect(mailbox.port, { ...oauth, accessUrl }).send(message(), deadline());
    expect(await failure(sending)).toMatchObject({ code: 'AUTHENTICATION_FAILED', retryable: true });
  });
});
