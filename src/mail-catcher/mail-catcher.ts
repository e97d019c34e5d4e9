import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { StartError } from '../shared/errors';
import type { Logger } from '../shared/logger';
import { type MailFolder, openMailFolder } from './mail-folder';

/** An SMTP server that takes every mail and delivers none. */
export interface MailCatcher {
  readonly port: number;
  /** Stops listening; connections that are open then have a second to end. */
  close(): Promise<void>;
}

export interface MailCatcherOptions {
  /** 0: any free one. */
  port: number;
  /** Made if it is not there; mails in it stay from one start to the next. */
  dir: string;
  /** How many mails stay, the newest. Default: 200. */
  keep?: number;
  logger?: Logger | undefined;
}

const host = '127.0.0.1';
/** In bytes; bigger mails are refused, as many providers would. */
const sizeLimit = 1_000_000;
const closeTimeout = 1_000;

/**
 * Starts the server on the loopback interface, without log-in and TLS.
 * @throws StartError when the port or the folder cannot be used
 */
export async function startMailCatcher({ port, dir, keep = 200, logger }: MailCatcherOptions): Promise<MailCatcher> {
  const folder = await openMailFolder(dir, keep).catch((cause: Error) => {
    throw new StartError(`The folder of caught mails, ${dir}, cannot be used: ${cause.message}`, { cause });
  });
  const server = createServer(folder, logger);
  await listen(server, port);
  // Mostly clients that hang up in mid-sentence; without a listener one of them would end the process.
  server.on('error', (error) => logger?.debug({ err: error }, 'mail catcher: a connection failed'));
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function createServer(folder: MailFolder, logger: Logger | undefined): SMTPServer {
  return new SMTPServer({
    name: 'localhost',
    banner: 'Postern mail catcher',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    hideSMTPUTF8: false,
    disableReverseLookup: true,
    size: sizeLimit,
    closeTimeout,
    logger: false,
    onData(stream, session, reply) {
      keepMail(folder, stream, session).then(
        () => reply(),
        (error: Error) => {
          if (!('responseCode' in error)) logger?.warn({ err: error }, 'mail catcher: a mail could not be kept');
          reply(error);
        },
      );
    },
  });
}

async function keepMail(folder: MailFolder, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const source = await readUpToLimit(stream);
  // Only now is it known: the client need not have declared the size.
  if (stream.sizeExceeded) throw Object.assign(new Error('Message is too big'), { responseCode: 552 });
  const { mailFrom, rcptTo } = session.envelope;
  await folder.add({
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map((recipient) => recipient.address),
    source,
  });
}

// A mail that is too big is read to its end, or the client would never see the reply, but not remembered.
async function readUpToLimit(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function listen(server: SMTPServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new StartError(explain(cause, port), { cause })));
    server.listen(port, host, resolve);
  });
}

function explain(error: NodeJS.ErrnoException, port: number): string {
  if (error.code !== 'EADDRINUSE') return `The mail catcher cannot listen on port ${port}: ${error.message}`;
  return (
    `Port ${port}, where the mail catcher listens, is already in use. ` +
    'Stop the other program, set POSTERN_MAIL_CATCHER to another port, or to off.'
  );
}
