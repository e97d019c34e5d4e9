import { openStage, type Stage } from './stage';

const subjects = [
  ['REGISTER', 'sign-up code'],
  ['SIGN_IN', 'sign-in code'],
  ['FORGOT_PASSWORD', 'password reset code'],
  ['GENERIC', 'verification code'],
];

describe('the message', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({
      environment: { POSTERN_CODE_TTL_SECONDS: '1800', POSTERN_DEFAULT_LOCALE: 'tlh', POSTERN_LIMITS: 'off' },
    });
    await saveTemplate('de', 'Ihr Code: {{ code }}');
    await saveTemplate('pt-BR', 'Seu código: {{ code }}');
  });
  afterAll(() => stage.close());

  async function saveTemplate(locale: string, subject: string): Promise<void> {
    const input = { usage: 'SIGN_IN', locale, subject, html: '<p>{{ code }}</p>' };
    const { data } = await stage.gateway.call(
      'mutation ($input: MessageTemplateInput!) { saveMessageTemplate(input: $input) { __typename } }',
      { input },
    );
    expect(data.saveMessageTemplate.__typename).toBe('MessageTemplateSaved');
  }

  const localeOf = async (verificationId: string) => {
    const id = await stage.deliveryId(verificationId);
    const { data } = await stage.gateway.call('query ($id: ID!) { delivery(id: $id) { locale } }', { id });
    return data.delivery.locale;
  };

  test.each(subjects)('%s: its own template, with the code in it and its real lifetime', async (usage, subject) => {
    const { mail, code } = await stage.start({ usage, locale: 'en' });

    expect(mail.subject).toBe(`${code} is your ${subject}`);
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain(code);
      expect(body).toContain('within 30 minutes');
    }
    expect(mail.headers).toMatchObject({ 'auto-submitted': 'auto-generated' });
  });

  test.each([
    ['the call', { locale: 'de' }, {}, 'de', 'Ihr Code'],
    ['the call, in any spelling', { locale: 'PT-br' }, {}, 'pt-BR', 'Seu código'],
    ['the browser', {}, { 'accept-language': 'fr;q=0.3, de-CH, de;q=0.9' }, 'de-CH', 'Ihr Code'],
    ['the call before the browser', { locale: 'pt-BR' }, { 'accept-language': 'de' }, 'pt-BR', 'Seu código'],
    ['the default for a browser that asks for any', {}, { 'accept-language': '*' }, 'tlh', 'sign-in code'],
    [
      'the default for a browser that asks for nonsense',
      {},
      { 'accept-language': '\u00a7$, ;q=1' },
      'tlh',
      'sign-in code',
    ],
    ['the default', {}, {}, 'tlh', 'sign-in code'],
    ['a language without a template', { locale: 'nv-Latn' }, {}, 'nv-Latn', 'sign-in code'],
  ])('language of %s', async (_name, input, headers, locale, subject) => {
    const { verification } = await stage.send({ recipient: 'someone@example.com', ...input }, headers);

    expect((await stage.mailOf(verification.id)).subject).toContain(subject);
    expect(await localeOf(verification.id)).toBe(locale);
  });

  test('a resend keeps the language', async () => {
    const { id } = await stage.start({ locale: 'de' });
    await stage.resend(id);

    expect((await stage.mailOf(id)).subject).toContain('Ihr Code');
  });

  test.each(['', 'x', 'de_DE', 'not a language', 'de\r\nBcc: x', 'd'.repeat(36), '\0'])(
    'a "locale" that is no language tag is refused: %j',
    async (locale) => {
      const { errors } = await stage.send({ recipient: 'nobody@example.com', locale });

      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(await stage.budget('nobody@example.com')).toEqual({ sends: 0, misses: 0 });
    },
  );
});
