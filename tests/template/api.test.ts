import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { templateAdmin } from './template-admin';

const usages = ['REGISTER', 'SIGN_IN', 'FORGOT_PASSWORD', 'GENERIC'];
const own = { usage: 'SIGN_IN', subject: 'Own: {{ code }}', html: '<p>Type <b>{{ code }}</b> in.</p>' };

describe('message templates', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let admin: ReturnType<typeof templateAdmin>;

  beforeEach(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    admin = templateAdmin(gateway);
  });
  afterEach(async () => {
    await gateway.close();
    await database.drop();
  });

  it('are the built-in ones at first, one for each usage', async () => {
    const list = await admin.list();
    expect(list.map(({ usage, locale }: any) => [usage, locale])).toEqual(usages.map((usage) => [usage, 'en']));
    for (const template of list) {
      const { usage } = template;
      expect(template).toMatchObject({ id: `built-in:EMAIL:${usage}:en`, type: 'EMAIL', isBuiltIn: true, revision: 0 });
      expect(template).toMatchObject({ updatedAt: null, problems: [] });
      expect(await admin.find(usage)).toEqual(template);
    }
    expect(await admin.list('SMS')).toEqual([]);
    expect(await admin.find('SIGN_IN', 'zz')).toBeNull();
  });

  it('can be replaced, again and again', async () => {
    const { __typename, template } = await admin.save(own);
    expect(__typename).toBe('MessageTemplateSaved');
    expect(template).toMatchObject({ ...own, locale: 'en', isBuiltIn: false, revision: 1, problems: [] });
    expect(template.text).toContain('Type {{ code }} in.');
    expect(Date.parse(template.updatedAt)).not.toBeNaN();
    const second = (await admin.save({ ...own, text: 'Yours: {{ code }}' })).template;
    expect(second).toMatchObject({ id: template.id, revision: 2, text: 'Yours: {{ code }}' });
    expect(await admin.find('SIGN_IN')).toEqual(second);
    const list = await admin.list();
    expect(list).toHaveLength(4);
    expect(list[1]).toEqual(second);
  });

  it('derive the text from the HTML when it is left out or blank', async () => {
    for (const text of [undefined, null, '', ' \n']) {
      const { template } = await admin.save({ ...own, text });
      expect(template.text).toContain('Type {{ code }} in.');
    }
  });

  it('go back to the built-in one', async () => {
    const builtIn = await admin.find('SIGN_IN');
    await admin.save(own);
    expect(await admin.reset('SIGN_IN')).toEqual(builtIn);
    expect(await admin.find('SIGN_IN')).toEqual(builtIn);
    expect(await admin.reset('SIGN_IN')).toEqual(builtIn);
    expect((await admin.save(own)).template.revision).toBe(1);
  });

  it('are gone once reset in a language that has no built-in one', async () => {
    await admin.save({ ...own, locale: 'zu' });
    expect(await admin.list()).toHaveLength(5);
    expect(await admin.reset('SIGN_IN', 'zu')).toBeNull();
    expect(await admin.find('SIGN_IN', 'zu')).toBeNull();
    expect(await admin.list()).toHaveLength(4);
  });

  it('are one and the same for every spelling of a language', async () => {
    await admin.save({ ...own, locale: 'PT-br' });
    const { template } = await admin.save({ ...own, locale: 'pt-BR' });
    expect(template).toMatchObject({ locale: 'pt-BR', revision: 2 });
    expect(await admin.find('SIGN_IN', 'pt-br')).toEqual(template);
  });

  it('refuse what is no language', async () => {
    for (const locale of ['', 'en_US', 'english please', '../../etc/passwd', '*', 'x'.repeat(100)]) {
      const message = 'The locale is not a BCP 47 language tag: write it like "en" or "pt-BR".';
      const error = { code: 'BAD_USER_INPUT', message };
      expect(await admin.find('SIGN_IN', locale)).toEqual({ error });
      expect(await admin.save({ ...own, locale })).toEqual({ error });
      expect(await admin.reset('SIGN_IN', locale)).toEqual({ error });
      expect(await admin.preview({ ...own, locale })).toEqual({ error });
    }
  });

  it.each([
    ['does not parse', { html: '<p>\n{{ code }}\n{% if code %}</p>' }, { part: 'html', line: 3 }, /never ended/],
    ['holds an unknown variable', { text: 'one\n{{ kode }} {{ code }}' }, { part: 'text', line: 2 }, /variable "kode"/],
    ['never shows the code', { html: '<p>Hello</p>' }, { part: 'html', line: null }, /never shows the code/],
    ['shows the code sometimes', { text: '{% if applicationName %}{{ code }}{% endif %}' }, { part: 'text' }, /always/],
    ['has no subject', { subject: ' ' }, { part: 'subject', line: null }, /subject is empty/],
  ])('are refused when one %s, and nothing is stored', async (_, change, problem, message) => {
    await admin.save(own);
    const before = await database.dump();
    const refused = await admin.save({ ...own, ...change });
    expect(refused).toMatchObject({ __typename: 'InvalidMessageTemplate', code: 'INVALID_MESSAGE_TEMPLATE' });
    expect(refused.problems).toEqual([
      expect.objectContaining({ severity: 'ERROR', ...problem, message: expect.stringMatching(message) }),
    ]);
    expect(await database.dump()).toBe(before);
  });

  it('are told every problem of every part at once', async () => {
    const { problems } = await admin.save({
      ...own,
      subject: 'Yours: {{ a }}',
      html: '{{ b }}{{ c }}',
      text: '{% nope %}',
    });
    expect(problems.map(({ part, line }: any) => [part, line])).toEqual([
      ['subject', 1],
      ['html', 1],
      ['html', 1],
      ['html', null],
      ['text', 1],
    ]);
  });

  it('tell a part that is too long by its name', async () => {
    const { error } = await admin.save({ ...own, subject: `{{ code }}${'x'.repeat(500)}` });
    expect(error).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/subject must be shorter than .+ 500/),
    });
  });

  it('can be previewed with the examples, unsaved', async () => {
    const before = await database.dump();
    const preview = await admin.preview({ ...own, html: '<p>{{ code }} for {{ domain }} ({{ usage }})</p>' });
    expect(preview).toMatchObject({
      subject: 'Own: 123456',
      html: '<p>123456 for example.com (SIGN_IN)</p>',
      problems: [],
    });
    expect(preview.text).toContain('123456 for example.com (SIGN_IN)');
    expect(await database.dump()).toBe(before);
  });

  it('can be previewed with their problems: what cannot be rendered is empty', async () => {
    const preview = await admin.preview({ ...own, html: '<p>{{ code </p>', text: 'No digits here.' });
    expect(preview).toMatchObject({ subject: 'Own: 123456', html: '', text: 'No digits here.\n' });
    expect(preview.problems).toEqual([
      { severity: 'ERROR', part: 'html', message: expect.stringContaining('never closed'), line: 1 },
      { severity: 'ERROR', part: 'text', message: expect.stringContaining('never shows the code'), line: null },
    ]);
  });

  it('can be saved at the same time by several admins: each save is a revision', async () => {
    const saves = Array.from({ length: 10 }, (_, index) => admin.save({ ...own, subject: `${index}: {{ code }}` }));
    const revisions = (await Promise.all(saves)).map(({ template }) => template.revision);
    expect(revisions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('show these variables', async () => {
    const { data } = await gateway.call('{ templateVariables { name description example } }');
    const examples = data.templateVariables.map(({ name, example }: any) => [name, example]);
    expect(Object.fromEntries(examples)).toEqual({
      ...{ code: '123456', expiresInMinutes: '10', recipient: 'name@example.com', usage: 'SIGN_IN', locale: 'en' },
      ...{ applicationName: '', domain: 'example.com', token: '', link: '', supportEmail: '' },
    });
    for (const { description } of data.templateVariables) expect(description).toMatch(/\.$/);
  });
});
