import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { Arrivals, type ReceivedMail } from './arrivals';

/** Runs before a step is answered: throw `refusal()` to refuse it, return a promise to let it wait. */
export type MailboxHook = (address: string) => void | Promise<void>;

export interface MailboxOptions {
  /** Demands a sign-in, with the password or by XOAUTH2 with the access token. */
  auth?: { user: string; password?: string; accessToken?: string };
  /** Offers STARTTLS, or with `secure` speaks TLS from the first byte. */
  tls?: { key: string; cert: string; secure?: boolean };
  onMailFrom?: MailboxHook;
  onRcptTo?: MailboxHook;
  /** Runs once DATA is allowed and before the message is read; gets the first recipient. */
  onData?: MailboxHook;
  server?: SMTPServerOptions;
  /** By default a free one. */
  port?: number;
}

export interface Mailbox {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** How many connections were opened so far. */
  readonly connections: number;
  /** Waits until `count` mails match, by default one, and resolves the last of them. */
  waitForMail(match: string | ((mail: ReceivedMail) => boolean), count?: number): Promise<ReceivedMail>;
  /** Closes every connection, as servers do with idle ones. */
  hangUp(): void;
  close(): Promise<void>;
}

/** An SMTP reply for a hook to throw. */
export const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

/** The receiving end: a real SMTP server on a free port of the loopback interface that keeps what it gets. */
export async function startMailbox(options: MailboxOptions = {}): Promise<Mailbox> {
  const arrivals = new Arrivals();
  const sessions: string[] = [];
  const server = new SMTPServer({
    ...serverOptions(options),
    onConnect: ({ id }, done) => {
      sessions.push(id);
      done();
    },
    onMailFrom: ({ address }, _session, done) => answer(done, async () => options.onMailFrom?.(address)),
    onRcptTo: ({ address }, _session, done) => answer(done, async () => options.onRcptTo?.(address)),
    onData: (stream, { id, envelope }, done) =>
      answer(done, async () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        await options.onData?.(to[0] ?? '');
        arrivals.add({ ...(await parse(stream)), envelope: { from, to }, connection: sessions.indexOf(id) + 1 });
      }),
    ...options.server,
  });
  server.on('error', () => {}); // a client that hangs up is part of many tests
  await once(server.listen(options.port ?? 0, '127.0.0.1'), 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails: arrivals.mails,
    get connections() {
      return sessions.length;
    },
    waitForMail: (match, count = 1) => arrivals.wait(match, count),
    hangUp: () => {
      for (const connection of server.connections) connection.close();
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function serverOptions({ auth, tls }: MailboxOptions): SMTPServerOptions {
  return {
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 1,
    authOptional: !auth,
    authMethods: auth?.accessToken ? ['XOAUTH2'] : ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password, accessToken }, _session, done) => {
      const right = username === auth?.user && (accessToken ?? password) === (auth?.accessToken ?? auth?.password);
      done(null, { user: right ? username : undefined });
    },
    disabledCommands: [...(auth ? [] : ['AUTH']), ...(tls && !tls.secure ? [] : ['STARTTLS'])],
    ...tls,
  };
}

function answer(done: (error?: Error | null) => void, work: () => Promise<void>): void {
  work().then(() => done(), done);
}

async function parse(stream: Readable) {
  const content = await buffer(stream);
  const parsed = await PostalMime.parse(content);
  const { subject = '', text = '', html = '', messageId = '' } = parsed;
  const headers = Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value]));
  return { parsed, subject, text, html, messageId, headers, raw: content.toString('utf8') };
}
