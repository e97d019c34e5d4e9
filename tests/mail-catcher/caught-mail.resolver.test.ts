import 'reflect-metadata';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { createTransport } from 'nodemailer';
import { buildSchema } from 'type-graphql';
import { CaughtMailResolver } from '../../src/mail-catcher/caught-mail.resolver';
import { type MailCatcher, startMailCatcher } from '../../src/mail-catcher/mail-catcher';

let dir: string;
let catcher: MailCatcher;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'postern-mails-'));
  catcher = await startMailCatcher({ port: 0, dir });
  const transport = createTransport({ host: '127.0.0.1', port: catcher.port });
  const from = 'codes@example.com';
  await transport.sendMail({ from, to: 'ada@example.com', subject: 'one', text: 'for Ada' });
  await transport.sendMail({ from, to: 'bob@example.com', subject: 'two', html: '<p>for Bob</p>' });
});

afterAll(async () => {
  await catcher.close();
  await rm(dir, { recursive: true, force: true });
});

async function ask(mailDir: string | undefined, query: string, scopes = ['mail-catcher:read']) {
  const schema = await buildSchema({
    resolvers: [CaughtMailResolver],
    container: { get: () => new CaughtMailResolver({ dir: mailDir }) },
    authChecker: (_, needed) => needed.length > 0 && needed.every((scope) => scopes.includes(scope)),
    validate: false,
  });
  const { data, errors } = await graphql({ schema, source: query });
  return { mails: data ? JSON.parse(JSON.stringify(data)).caughtMails : undefined, errors };
}

test('the mails of a recipient', async () => {
  const query = '{ caughtMails(recipient: "ADA@example.com") { id from to subject text html receivedAt } }';
  const { mails } = await ask(dir, query);

  expect(mails).toEqual([
    {
      id: expect.any(String),
      from: 'codes@example.com',
      to: ['ada@example.com'],
      subject: 'one',
      text: expect.stringContaining('for Ada'),
      html: null,
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    },
  ]);
  expect(await readFile(join(dir, `${mails[0].id}.eml`), 'utf8')).toContain('Subject: one');
});

test('all mails, the newest first', async () => {
  expect((await ask(dir, '{ caughtMails { subject } }')).mails).toEqual([{ subject: 'two' }, { subject: 'one' }]);
  expect((await ask(dir, '{ caughtMails(first: 1) { subject } }')).mails).toEqual([{ subject: 'two' }]);
});

test('only for those who may read them', async () => {
  const { mails, errors } = await ask(dir, '{ caughtMails { id } }', ['delivery:read']);

  expect(mails).toBeUndefined();
  expect(errors).toHaveLength(1);
});

test('none while the catcher does not run', async () => {
  expect((await ask(undefined, '{ caughtMails { id } }')).mails).toEqual([]);
  expect((await ask(join(dir, 'never-made'), '{ caughtMails { id } }')).mails).toEqual([]);
});
