import { canonicalLocale } from '../../src/shared/locale';
import { usageTypes } from '../../src/shared/usage';
import { builtInKeys, builtInLocales, builtInTemplate } from '../../src/template/built-in/built-in-template';
import { htmlToPlainText } from '../../src/template/html-to-plain-text';
import { renderTemplate } from '../../src/template/render';
import { findTemplateProblems } from '../../src/template/template-problems';
import { exampleVariables, type TemplateVariables, templateVariables } from '../../src/template/template-variables';

const bare = { applicationName: '', domain: '', supportEmail: '' };

const cases = builtInLocales.flatMap((locale) => usageTypes.map((usage) => ({ locale, usage })));

describe.each(cases)('$usage in $locale', ({ locale, usage }) => {
  const source = builtInTemplate('EMAIL', usage, locale) ?? { subject: '', html: '', text: '' };
  const render = (variables: Partial<TemplateVariables> = {}) =>
    renderTemplate(source, { ...exampleVariables(), ...variables });

  test('has no problems', () => expect(findTemplateProblems(source)).toEqual([]));

  test('shows code and lifetime in HTML and text, and the code in the subject', () => {
    const { subject, html, text } = render({ code: '802417', expiresInMinutes: 37 });
    for (const part of [subject, html, text]) expect(part).toContain('802417');
    for (const part of [html, text]) expect(part).toContain('37');
  });

  test('leaves no trace of what is not set', () => {
    const { subject, html, text } = render(bare);
    for (const part of [subject, htmlToPlainText(html), text]) {
      expect(part).not.toMatch(/undefined|null|[{}]| {2}| [.,:]|-$/m);
    }
    const paragraphs = (of: string) => of.split('\n\n').length;
    expect(paragraphs(text)).toBe(paragraphs(render({ supportEmail: 'help@tea.example' }).text) - 1);
  });

  test('names the application and the support address when they are set', () => {
    const { subject, html, text } = render({ applicationName: 'Tea & Co', supportEmail: 'help@tea.example' });
    expect(subject).toContain('Tea & Co');
    expect(text).toContain('Tea & Co');
    expect(text).toContain('help@tea.example');
    expect(html).toContain('Tea &amp; Co');
    expect(html).toContain('help@tea.example');
  });

  test('loads nothing, runs nothing and says its language', () => {
    const { html } = render();
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toMatch(/<(?:img|script|link|iframe|form)\b|url\(|https?:/i);
    expect(html).toContain('name="color-scheme" content="light dark"');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html.match(/<table/g)).toHaveLength(html.match(/role="presentation"/g)?.length ?? 0);
  });
});

test('the subject ends with the purpose', () => {
  const subjects = usageTypes.map((usage) => {
    const source = builtInTemplate('EMAIL', usage, 'en');
    return source && renderTemplate(source, { ...exampleVariables(), ...bare }).subject;
  });
  expect(subjects).toEqual([
    '123456 is your sign-up code',
    '123456 is your sign-in code',
    '123456 is your password reset code',
    '123456 is your verification code',
  ]);
});

test('one minute is not "minutes"', () => {
  const source = builtInTemplate('EMAIL', 'GENERIC', 'en');
  const text = source && renderTemplate(source, { ...exampleVariables(), expiresInMinutes: 1 }).text;
  expect(text).toContain('within 1 minute.');
});

test('locales are canonical, and only e-mail has built-in templates', () => {
  for (const locale of builtInLocales) expect(canonicalLocale(locale)).toBe(locale);
  expect(builtInKeys('EMAIL')).toHaveLength(builtInLocales.length * usageTypes.length);
  expect(builtInKeys('SMS')).toEqual([]);
  expect(builtInTemplate('SMS', 'SIGN_IN', 'en')).toBeUndefined();
});

/** Text colour on background, as the layout sets them: light, then dark. */
test.each([
  ['#111827', '#ffffff'],
  ['#1f2937', '#ffffff'],
  ['#4b5563', '#ffffff'],
  ['#4b5563', '#f3f4f6'],
  ['#111827', '#f3f4f6'],
  ['#f9fafb', '#1f2937'],
  ['#d1d5db', '#1f2937'],
  ['#d1d5db', '#111827'],
  ['#ffffff', '#111827'],
])('%s on %s has a contrast of at least 4.5', (text, background) => {
  const html = builtInTemplate('EMAIL', 'SIGN_IN', 'en')?.html;
  expect(html).toContain(text);
  expect(html).toContain(background);
  expect(contrast(text, background)).toBeGreaterThanOrEqual(4.5);
});

test('every variable has a description and an example that a real mail would show', () => {
  const examples = exampleVariables();
  for (const { name, description, example } of templateVariables) {
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(example).toBe(String(examples[name]));
  }
  expect(examples).toMatchObject({ code: '123456', applicationName: '', supportEmail: '', token: '', link: '' });
});

/** WCAG 2.2, relative luminance. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each(['www.smith@example.com', 'a.b/c@example.com'])('the recipient %s is named in full', (recipient) => {
  const source = builtInTemplate('EMAIL', 'SIGN_IN', 'en');
  if (!source) throw new Error('there is no built-in template');
  expect(renderTemplate(source, { ...exampleVariables(), recipient }).text).toContain(`sent to ${recipient}.`);
});
