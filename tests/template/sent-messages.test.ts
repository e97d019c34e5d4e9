import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { type Mailbox, startMailbox } from '../testkit/mailbox';
import { verifier } from '../verification/verifier';
import { templateAdmin } from './template-admin';

const own = { usage: 'SIGN_IN', subject: 'Own: {{ code }}', html: '<p>Type <b>{{ code }}</b> in.</p>' };

describe('the messages of two gateways on one database', () => {
  let database: TestDatabase;
  let gateways: [TestGateway, TestGateway];
  let mailbox: Mailbox;
  let admin: ReturnType<typeof templateAdmin>;
  let sent = 0;

  beforeEach(async () => {
    database = await cloneDatabase();
    gateways = [await startGateway(database), await startGateway(database)];
    mailbox = await startMailbox();
    admin = templateAdmin(gateways[0]);
    await gateways[0].connect(mailbox);
  });
  afterEach(async () => {
    for (const resource of [...gateways, mailbox]) await resource.close();
    await database.drop();
  });

  /** The mail that a gateway sends for a new verification. */
  const mailFrom = async (gateway: TestGateway, input: object = {}, headers?: Record<string, string>) => {
    sent += 1;
    const recipient = `person-${sent}@example.com`;
    await verifier(gateway).send({ recipient, usage: 'SIGN_IN', ...input }, headers);
    return mailbox.waitForMail(recipient);
  };
  const subjects = async (input?: object) =>
    (await Promise.all(gateways.map((gateway) => mailFrom(gateway, input)))).map(({ subject }) => subject);
  const builtIn = expect.stringMatching(/^\d{6} is your sign-in code$/);

  it('follow a template from the very next one on, and go back to the built-in one', async () => {
    expect(await subjects()).toEqual([builtIn, builtIn]);
    await admin.save(own);
    const first = expect.stringMatching(/^Own: \d{6}$/);
    expect(await subjects()).toEqual([first, first]);
    await admin.save({ ...own, subject: 'Second: {{ code }}' });
    const second = expect.stringMatching(/^Second: \d{6}$/);
    expect(await subjects()).toEqual([second, second]);
    await admin.reset('SIGN_IN');
    expect(await subjects()).toEqual([builtIn, builtIn]);
  });

  it('carry the HTML as it was saved and the text that was derived from it', async () => {
    await admin.save(own);
    const mail = await mailFrom(gateways[1]);
    const [code] = /\d{6}/.exec(mail.subject) ?? [];
    expect(mail.html).toContain(`<p>Type <b>${code}</b> in.</p>`);
    expect(mail.text).toContain(`Type ${code} in.`);
  });

  it('leave the other usages as they are', async () => {
    await admin.save(own);
    expect((await mailFrom(gateways[0], { usage: 'REGISTER' })).subject).toMatch(/^\d{6} is your sign-up code$/);
  });

  it('come in the closest language that there is', async () => {
    await admin.save({ ...own, locale: 'zu', subject: 'Ikhodi: {{ code }}' });
    await admin.save({ ...own, locale: 'zu', usage: 'GENERIC', subject: 'Ikhodi nje: {{ code }}' });
    const [gateway] = gateways;
    expect((await mailFrom(gateway, { locale: 'zu' })).subject).toMatch(/^Ikhodi: /);
    expect((await mailFrom(gateway, { locale: 'zu-ZA' })).subject).toMatch(/^Ikhodi: /);
    expect((await mailFrom(gateway, { locale: 'zu-ZA', usage: 'REGISTER' })).subject).toMatch(/^Ikhodi nje: /);
    expect((await mailFrom(gateway, {}, { 'accept-language': 'zu-ZA,zu;q=0.9,en;q=0.8' })).subject).toMatch(
      /^Ikhodi: /,
    );
    expect((await mailFrom(gateway, { locale: 'en' }, { 'accept-language': 'zu' })).subject).toEqual(builtIn);
    expect((await mailFrom(gateway)).subject).toEqual(builtIn);
  });

  it('use a German template for Austria', async () => {
    await admin.save({ ...own, locale: 'de', subject: 'Ihr Code: {{ code }} ({{ locale }})' });
    expect((await mailFrom(gateways[1], { locale: 'de-AT' })).subject).toMatch(/^Ihr Code: \d{6} \(de-AT\)$/);
  });

  it.each([
    ['cannot be parsed', '{{ code | nope }}'],
    ['cannot be rendered', '{{ code }}{{ code | append }}'],
    ['takes too much', '{% for i in (1..999999) %}{{ i }}{% endfor %}{{ code }}'],
  ])('are the built-in ones where an own template %s, and it is logged', async (_, html) => {
    await database.query(
      `INSERT INTO message_template (id, type, usage, locale, subject, html, text)
       VALUES (gen_random_uuid(), 'EMAIL', 'SIGN_IN', 'en', 'Broken {{ code }}', $1, '{{ code }}')`,
      [html],
    );
    await database.query('UPDATE configuration_version SET version = version + 1');
    const mail = await mailFrom(gateways[1], { locale: 'en-GB' });
    expect(mail.subject).toEqual(builtIn);
    const line = await gateways[1].waitForLog({ msg: 'an own template failed; the built-in one was used' });
    expect(line).toMatchObject({
      level: 50,
      err: { type: 'TemplateError' },
      part: 'html',
      template: { type: 'EMAIL', usage: 'SIGN_IN', locale: 'en-GB' },
    });
    const [code = ''] = /\d{6}/.exec(mail.subject) ?? [];
    expect(JSON.stringify(line.err)).not.toContain(code);
    const { problems } = await admin.find('SIGN_IN');
    expect(problems).toEqual([expect.objectContaining({ severity: 'ERROR', part: 'html' })]);
  });
});
