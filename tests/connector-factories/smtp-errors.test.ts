import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import type { MailboxOptions } from '../testkit/mailbox';
import { refusal } from '../testkit/mailbox';
import { closeAll, connect, deadline, failure, message, openMailbox } from './smtp-fixture';

afterEach(closeAll);

describe('refusals', () => {
  test.each([
    ['onMailFrom', 550, '5.7.1 sender not allowed', 'SENDER_REJECTED', false],
    ['onMailFrom', 451, '4.7.1 sender not yet known', 'SENDER_REJECTED', true],
    ['onMailFrom', 530, '5.7.0 Authentication required', 'AUTHENTICATION_FAILED', false],
    ['onMailFrom', 421, '4.3.2 shutting down', 'PROVIDER_UNAVAILABLE', true],
    ['onMailFrom', 421, '4.7.0 too many connections', 'RATE_LIMITED', true],
    ['onMailFrom', 454, '4.7.0 not now', 'RATE_LIMITED', true],
    ['onMailFrom', 452, '4.3.1 Insufficient system storage', 'QUOTA_EXCEEDED', true],
    ['onRcptTo', 550, '5.1.1 no such user', 'RECIPIENT_REJECTED', false],
    ['onRcptTo', 450, '4.2.0 greylisted, try again in 60 seconds', 'RECIPIENT_REJECTED', true],
    ['onRcptTo', 452, '4.2.2 the account is over quota', 'RECIPIENT_REJECTED', true],
    ['onRcptTo', 552, '5.2.2 mailbox full', 'RECIPIENT_REJECTED', false],
    ['onRcptTo', 452, '4.5.3 too many recipients', 'RATE_LIMITED', true],
    ['onRcptTo', 550, '5.4.5 Daily user sending limit exceeded', 'QUOTA_EXCEEDED', false],
    ['onData', 554, '5.6.0 looks like spam', 'MESSAGE_REJECTED', false],
    ['onData', 451, '4.3.0 try again', 'MESSAGE_REJECTED', true],
    ['onData', 552, '5.3.4 message too big', 'MESSAGE_REJECTED', false],
    ['onMailFrom', 552, '5.3.4 message size limit exceeded', 'MESSAGE_REJECTED', false],
    ['onData', 552, 'exceeded storage allocation', 'QUOTA_EXCEEDED', false],
    ['onData', 421, '4.3.0 closing', 'PROVIDER_UNAVAILABLE', true],
    ['onData', 454, 'Throttling failure: Maximum sending rate exceeded.', 'RATE_LIMITED', true],
    ['onData', 454, 'Throttling failure: Daily message quota exceeded.', 'QUOTA_EXCEEDED', true],
  ] as const)('%s %d %s: %s', async (step, reply, text, code, retryable) => {
    const refuse = () => Promise.reject(refusal(reply, text));
    for (const hidePIPELINING of [false, true]) {
      const mailbox = await openMailbox({ [step]: refuse, server: { hidePIPELINING } } satisfies MailboxOptions);
      const error = await failure(connect(mailbox.port).send(message(), deadline()));
      expect(error).toMatchObject({ code, retryable, providerMessage: `${reply} ${text}` });
      expect(mailbox.mails).toHaveLength(0);
    }
  });
});

describe('servers that fail', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  /** A TCP server that treats each connection in its own way; returns its port. */
  async function serve(treat: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => treat(socket.on('error', () => {}).resume()));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  test('no server, no such host, or a connection that is dropped: may work later', async () => {
    const port = await serve((socket) => socket.destroy());
    const dropped = failure(connect(port).send(message(), deadline()));
    expect(await dropped).toMatchObject({ code: 'CONNECTION_FAILED', retryable: true });
    await closeAll();
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const refused = failure(connect(port).send(message(), deadline()));
    expect(await refused).toMatchObject({ code: 'CONNECTION_FAILED', retryable: true });
    const unknown = failure(connect(25, { host: 'mail.invalid', connectionTimeout: 2 }).send(message(), deadline()));
    expect(await unknown).toMatchObject({ code: 'CONNECTION_FAILED', retryable: true });
  });

  test('dropped within a message: it is not sent a second time by itself', async () => {
    let connections = 0;
    const replies = ['250 mail.example.com', '250 ok', '250 ok', '354 go on'];
    const port = await serve((socket) => {
      connections += 1;
      const left = [...replies];
      socket.write('220 mail.example.com\r\n');
      socket.on('data', () => (left.length > 0 ? socket.write(`${left.shift()}\r\n`) : socket.destroy()));
    });
    const sending = connect(port).send(message(), deadline());
    expect(await failure(sending)).toMatchObject({ code: 'CONNECTION_FAILED', retryable: true });
    expect(connections).toBe(1);
  });

  test.each([
    ['554 5.7.1 go away', 'PROVIDER_UNAVAILABLE', false],
    ['421 4.3.2 too busy', 'PROVIDER_UNAVAILABLE', true],
    ['HTTP/1.1 400 Bad Request', 'CONNECTION_FAILED', true],
  ])('greeted with %s', async (greeting, code, retryable) => {
    const port = await serve((socket) => socket.end(`${greeting}\r\n`));
    expect(await failure(connect(port).send(message(), deadline()))).toMatchObject({ code, retryable });
  });

  test('a server that never greets, and one that falls silent', async () => {
    const silent = await serve(() => {});
    const greeting = connect(silent, { greetingTimeout: 1 }).send(message(), deadline());
    const mute = await serve((socket) => socket.write('220 mail.example.com\r\n'));
    const reply = connect(mute, { socketTimeout: 1 }).send(message(), deadline());
    expect(await failure(greeting)).toMatchObject({ code: 'TIMEOUT', retryable: true });
    expect(await failure(reply)).toMatchObject({ code: 'TIMEOUT', retryable: true });
  });
});

describe('what an error tells', () => {
  const password = 'pä$$ word+1';
  const login = { authentication: 'LOGIN', user: 'codes@example.com', password };
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  test.each([
    ['the password', password],
    ['the password in base64', base64(password)],
    ['the password in a URL', encodeURIComponent(password)],
    ['the command AUTH PLAIN', `AUTH PLAIN ${base64(`\0${login.user}\0${password}`)}`],
  ])('not %s', async (_name, quoted) => {
    const onAuth: NonNullable<MailboxOptions['server']>['onAuth'] = (_login, _session, done) =>
      done(refusal(535, `5.7.8 not accepted: ${quoted}`));
    const mailbox = await openMailbox({ auth: { user: login.user, password }, server: { onAuth } });
    const error = await failure(connect(mailbox.port, login).send(message(), deadline()));
    expect(error.providerMessage).toMatch(/^535 5\.7\.8 not accepted: .*\[redacted\]$/);
    expect(inspect(error, { depth: 9 })).not.toContain(quoted.split(' ').at(-1));
  });

  test.each([
    ['the subject', '271828 is your Example code'],
    ['the subject in base64', base64('271828 is your Example code')],
    ['an encoded subject', '=?UTF-8?B?MjcxODI4?= =?utf-8?q?271828_ist?='],
    ['the code alone', '<<271828>>'],
    ['a line of the text', 'Your code is 271828.'],
    ['a token of the text', 'https://example.com/?t=aB3-x_9Zk'],
  ])('not %s', async (_name, quoted) => {
    const mailbox = await openMailbox({ onData: () => Promise.reject(refusal(554, `5.6.0 spam: ${quoted}`)) });
    const text = `${message().text}\nhttps://example.com/?t=aB3-x_9Zk`;
    const error = await failure(connect(mailbox.port).send(message({ text }), deadline()));
    expect(error).toMatchObject({ code: 'MESSAGE_REJECTED', retryable: false });
    expect(error.providerMessage).toMatch(/^554 5\.6\.0 spam: .*\[redacted\]/);
    expect(inspect(error, { depth: 9 })).not.toMatch(/271828|MjcxODI4|aB3-x_9Zk/);
  });
});
