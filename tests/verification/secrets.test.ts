import { text } from 'node:stream/consumers';
import { refusal } from '../testkit/mailbox';
import { openStage, type Stage } from './stage';
import { codeOf, wrongCode } from './verifier';

const password = 'smtp-password-that-nobody-may-see';
/** Long enough not to stand by chance within a hash. */
const environment = { POSTERN_CODE_LENGTH: '10', LOG_LEVEL: 'trace' };

/** Reads a message to its end, and calls its subject back. */
async function subjectOf(stream: NodeJS.ReadableStream): Promise<string> {
  const [, subject = ''] = /^Subject: (.*)$/m.exec(await text(stream)) ?? [];
  return subject;
}

describe('codes and passwords', () => {
  let stage: Stage;
  afterEach(() => stage.close());

  /** Everything that is kept or written down. */
  const traces = async () => {
    const { data } = await stage.gateway.call(
      '{ deliveries { edges { node { id recipient status messageId attempts { error providerMessage } } } } connectors { config secretsSet } }',
    );
    return [await stage.database.dump(), stage.gateway.logs(), JSON.stringify(data)].join('\n');
  };

  test('stand neither in the database nor in the log nor in replies once they are sent', async () => {
    const refused = new Set<string>();
    const onRcptTo = (address: string) => {
      if (refused.has(address)) throw refusal(550, 'no such user');
    };
    stage = await openStage({ environment, mailbox: { auth: { user: 'postern', password }, onRcptTo } });
    const replies: unknown[] = [];
    const ids: string[] = [];
    for (const usage of ['REGISTER', 'SIGN_IN', 'FORGOT_PASSWORD', 'GENERIC']) {
      const { id, code, recipient } = await stage.start({ usage, idempotencyKey: `key ${usage}` });
      ids.push(id);
      replies.push(await stage.verify(id, wrongCode(code)), await stage.find(id));
      await stage.database.elapse(61);
      replies.push(await stage.resend(id));
      replies.push(await stage.verify(id, codeOf(await stage.mailOf(id))), await stage.verify(id, code));
      refused.add(recipient);
      replies.push(await stage.send({ recipient, usage }), await stage.send({ recipient: `${code}@` }));
    }
    await stage.gateway.waitForLog({ msg: 'sent' }, 8);
    await stage.gateway.waitForLog({ msg: 'not sent', status: 'FAILED' }, 4);

    const codes = stage.mailbox.mails.map(codeOf);
    expect(codes).toHaveLength(8);
    const seen = `${await traces()}\n${JSON.stringify(replies)}`;
    expect(seen).toContain(ids[0]);
    for (const secret of [password, ...codes]) expect(seen).not.toMatch(new RegExp(`\\b${secret}\\b`));
    expect(await stage.database.query('SELECT DISTINCT status, code FROM delivery ORDER BY status')).toEqual([
      { status: 'FAILED', code: null },
      { status: 'SENT', code: null },
    ]);
  });

  test('of a message that still waits are kept encrypted', async () => {
    stage = await openStage({ environment: { ...environment, POSTERN_WORKER: 'off' } });
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    const [stored] = await stage.database.query('SELECT code FROM delivery');
    const kept = await traces();

    await stage.another({ POSTERN_WORKER: 'only' });
    const code = codeOf(await stage.mailOf(verification.id));

    expect(stored?.code).toMatch(/^v1\.test\.[\w-]{51}$/);
    expect(kept).not.toMatch(new RegExp(`\\b${code}\\b`));
  });

  test('are redacted from what a provider quotes of the message', async () => {
    const quoted: string[] = [];
    stage = await openStage({
      environment,
      mailbox: {
        auth: { user: 'postern', password },
        server: {
          onData: async (stream, _session, done) => {
            const subject = await subjectOf(stream);
            quoted.push(subject);
            done(refusal(554, `5.7.1 spam: "${subject}" from a client with the password ${password}`));
          },
        },
      },
    });
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    await stage.waitForDelivery(verification.id, { msg: 'not sent', status: 'FAILED', error: 'MESSAGE_REJECTED' });

    const code = codeOf({ subject: String(quoted[0]) });
    const seen = await traces();
    expect(seen).toContain('5.7.1 spam');
    expect(seen).toContain('[redacted]');
    for (const secret of [password, code]) expect(seen).not.toMatch(new RegExp(`\\b${secret}\\b`));
  });
});
