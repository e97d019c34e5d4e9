import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { listCaughtMails } from '../../src/mail-catcher/caught-mails';
import { type MailCatcher, startMailCatcher } from '../../src/mail-catcher/mail-catcher';
import { StartError } from '../../src/shared/errors';

let parent: string;
let dir: string;
const catchers: MailCatcher[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'postern-mails-'));
  dir = join(parent, 'mails');
});

afterEach(async () => {
  await Promise.all(catchers.splice(0).map((catcher) => catcher.close()));
  await rm(parent, { recursive: true, force: true });
});

async function start(keep?: number): Promise<MailCatcher> {
  const catcher = await startMailCatcher({ port: 0, dir, ...(keep === undefined ? {} : { keep }) });
  catchers.push(catcher);
  return catcher;
}

async function send({ port }: MailCatcher, mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port });
  await transport.sendMail({ from: 'Postern <codes@example.com>', to: 'ada@example.com', ...mail });
}

/** Says the lines one by one, each after the reply to the one before; gives back all replies. */
async function speak({ port }: MailCatcher, lines: (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const replies: string[] = [];
  for (const line of [...lines, 'QUIT']) {
    const [reply] = await once(socket, 'data');
    replies.push(String(reply));
    socket.write(Buffer.concat([Buffer.from(line), Buffer.from('\r\n')]));
  }
  await once(socket, 'end');
  return replies.join('');
}

const subjects = async (filter: { recipient?: string; first?: number } = {}) =>
  (await listCaughtMails({ dir, first: 100, ...filter })).map((mail) => mail.subject);

test('a mail is kept and listed as it was sent', async () => {
  const before = Date.now();
  await send(await start(), {
    to: 'Ada <ada@example.com>, bob@example.com',
    bcc: 'eve@example.com',
    subject: 'Ihr Code für Ünïcode 🎉',
    text: 'Your code is 123456.',
    html: '<p>Your code is <b>123456</b>.</p>',
  });

  const [mail, ...others] = await listCaughtMails({ dir, first: 20 });

  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    from: 'Postern <codes@example.com>',
    to: ['ada@example.com', 'bob@example.com', 'eve@example.com'],
    subject: 'Ihr Code für Ünïcode 🎉',
    html: expect.stringMatching(/^<p>Your code is <b>123456<\/b>\.<\/p>\s*$/),
  });
  expect(mail?.text?.trim()).toBe('Your code is 123456.');
  expect(mail?.receivedAt.getTime()).toBeGreaterThanOrEqual(before);
  expect(mail?.receivedAt.getTime()).toBeLessThanOrEqual(Date.now());
});

test('only the owner can read the files, which hold codes', async () => {
  await send(await start(), { subject: 'one' });

  const [name] = await readdir(dir);
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-[0-9a-f]{12}\.eml$/);
  expect((await stat(join(dir, name ?? ''))).mode & 0o777).toBe(0o600);
});

test('the newest come first, of one recipient on request', async () => {
  const catcher = await start();
  await send(catcher, { subject: 'one' });
  await send(catcher, { subject: 'two', to: 'Bob@Example.com' });
  await send(catcher, { subject: 'three' });

  expect(await subjects()).toEqual(['three', 'two', 'one']);
  expect(await subjects({ first: 2 })).toEqual(['three', 'two']);
  expect(await subjects({ recipient: 'bOB@example.COM' })).toEqual(['two']);
  expect(await subjects({ recipient: 'nobody@example.com' })).toEqual([]);
});

test('the oldest make room', async () => {
  const catcher = await start(3);
  for (const subject of ['one', 'two', 'three', 'four', 'five']) await send(catcher, { subject });

  expect(await subjects()).toEqual(['five', 'four', 'three']);
  expect(await readdir(dir)).toHaveLength(3);
});

test('mails survive a restart, half-written ones do not', async () => {
  const first = await start();
  await send(first, { subject: 'one' });
  await send(first, { subject: 'two' });
  await first.close();
  catchers.length = 0;
  await writeFile(join(dir, '2020-01-01T00-00-00.000Z-000000000000.eml.part'), 'half');

  const second = await start(2);
  await send(second, { subject: 'three' });

  expect(await subjects()).toEqual(['three', 'two']);
  expect(await readdir(dir)).toHaveLength(2);
});

test('fifty at once', async () => {
  const catcher = await start(40);
  const numbers = Array.from({ length: 50 }, (_, index) => `number ${index}`);

  await Promise.all(numbers.map((subject) => send(catcher, { subject })));

  const kept = await subjects();
  expect(new Set(kept).size).toBe(40);
  expect(numbers).toEqual(expect.arrayContaining(kept));
  expect(await readdir(dir)).toHaveLength(40);
});

test.each([
  ['a header that is no header', 'no colon here\r\n\r\nbody'],
  [
    'control characters',
    'Subject: \0\x01\x1b[31m\r\nFrom: \0\r\nX-Postern-Envelope: {"to":["forged@example.com"]}\r\n\r\nbody',
  ],
  ['broken encoded words', 'Subject: =?utf-8?B?////?= =?nonsense?Q?=ZZ?=\r\nFrom: =?utf-8?Q?=00?= <x@y>\r\n\r\nbody'],
  ['a part within itself', 'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n--\r\n'],
  ['very many nested parts', nestedParts(2_000)],
  ['very many addresses', `From: ${'a@b, '.repeat(50_000)}\r\nSubject: long\r\n\r\nbody`],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x3a, 0x20, 0xc3, 0x28, 0x0d, 0x0a, 0x0d, 0x0a, 0x80])],
  ['nothing at all', ''],
])('hostile content does not keep the others from being listed: %s', async (_, source) => {
  const catcher = await start();
  await send(catcher, { subject: 'before' });
  const content = Buffer.concat([Buffer.from(source), Buffer.from('\r\n.')]);
  const replies = await speak(catcher, ['EHLO x', 'MAIL FROM:<>', 'RCPT TO:<odd@example.com>', 'DATA', content]);
  await send(catcher, { subject: 'after' });

  expect(replies).toMatch(/^354 .*^250 /ms);
  const mails = await listCaughtMails({ dir, first: 20 });
  expect(mails).toHaveLength(3);
  expect([mails[0]?.subject, mails[2]?.subject]).toEqual(['after', 'before']);
  expect(mails[1]?.to).toEqual(['odd@example.com']);
  expect(await subjects({ recipient: 'forged@example.com' })).toEqual([]);
});

function nestedParts(depth: number): string {
  const levels = Array.from({ length: depth }, (_, level) => level);
  return levels.map((level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`).join('');
}

test('files of others in the folder are passed over', async () => {
  const catcher = await start();
  await send(catcher, { subject: 'ours' });
  await writeFile(join(dir, '2999-01-01.eml'), 'Subject: theirs\r\n\r\n');

  expect(await subjects()).toEqual(['ours']);
});

test('addresses beyond ASCII are taken', async () => {
  const catcher = await start();
  await send(catcher, { to: 'jürgen@exämple.com', subject: 'hello' });

  const [mail] = await listCaughtMails({ dir, first: 1 });
  expect(mail?.to[0]).toMatch(/^jürgen@/);
});

test('a mail over one megabyte is refused, declared or not', async () => {
  const catcher = await start();
  const text = `${'x'.repeat(76)}\r\n`.repeat(13_500);

  await expect(send(catcher, { text })).rejects.toThrow('552');
  const dialogue = ['EHLO x', 'MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.com>', 'DATA', `\r\n${text}.`];
  expect(await speak(catcher, dialogue)).toMatch(/^552 /m);

  expect(await readdir(dir)).toEqual([]);
});

test('a client that hangs up in mid-mail leaves nothing and harms nobody', async () => {
  const catcher = await start();
  const socket = connect(catcher.port, '127.0.0.1');
  for (const line of ['EHLO x', 'MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.com>', 'DATA', 'Subject: half']) {
    await once(socket, 'data');
    socket.write(`${line}\r\n`);
    if (line.startsWith('Subject')) socket.resetAndDestroy();
  }

  await send(catcher, { subject: 'whole' });
  expect(await subjects()).toEqual(['whole']);
});

test('a port in use is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };

  const attempt = startMailCatcher({ port, dir });

  await expect(attempt).rejects.toThrow(StartError);
  await expect(attempt).rejects.toThrow(
    `Port ${port}, where the mail catcher listens, is already in use. ` +
      'Stop the other program, set POSTERN_MAIL_CATCHER to another port, or to off.',
  );
  other.close();
  await once(other, 'close');
});

test('closing frees the port, though a client stays connected', async () => {
  const catcher = await start();
  const socket = connect(catcher.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'data');

  await Promise.all([catcher.close(), once(socket, 'close')]);
  catchers.length = 0;

  const again = await startMailCatcher({ port: catcher.port, dir });
  await again.close();
});
