import { canonicalLocale } from '../../src/shared/locale';
import { fallbackChain, findMessageTemplate } from '../../src/template/find-message-template';
import { keyText } from '../../src/template/template-key';
import type { TemplateKey, TemplateSource } from '../../src/template/template-source';

function own(...keys: TemplateKey[]): Map<string, TemplateSource> {
  return new Map(keys.map((key) => [keyText(key), { subject: keyText(key), html: '', text: '' }]));
}

const steps: TemplateKey[] = [
  { type: 'EMAIL', usage: 'SIGN_IN', locale: 'pt-BR' },
  { type: 'EMAIL', usage: 'SIGN_IN', locale: 'pt' },
  { type: 'EMAIL', usage: 'GENERIC', locale: 'pt-BR' },
  { type: 'EMAIL', usage: 'GENERIC', locale: 'pt' },
  { type: 'EMAIL', usage: 'SIGN_IN', locale: 'fi' },
  { type: 'EMAIL', usage: 'GENERIC', locale: 'fi' },
  { type: 'EMAIL', usage: 'SIGN_IN', locale: 'en' },
];
const request: TemplateKey = { type: 'EMAIL', usage: 'SIGN_IN', locale: 'PT-br' };

test('the chain goes from the closest to the last resort', () => {
  expect(fallbackChain(request, 'FI')).toEqual(steps);
});

test.each(steps.map((step, index) => ({ step: keyText(step), index })))(
  '$step before all after it',
  ({ step, index }) => {
    const found = findMessageTemplate(request, own(...steps.slice(index)), 'fi');
    expect(found).toMatchObject({ subject: step, isBuiltIn: false });
  },
);

test('the built-in one for en is the last resort', () => {
  expect(findMessageTemplate(request, new Map(), 'fi')).toMatchObject({
    isBuiltIn: true,
    subject: expect.stringContaining('sign-in code'),
  });
});

test('a closer built-in one goes before an own one further away', () => {
  const further = own({ type: 'EMAIL', usage: 'GENERIC', locale: 'en' });
  expect(findMessageTemplate({ ...request, locale: 'en' }, further, 'en')?.isBuiltIn).toBe(true);
  expect(findMessageTemplate({ ...request, locale: 'en-GB' }, further, 'en')?.isBuiltIn).toBe(true);
});

test('an own one goes before the built-in one of the same key', () => {
  const same = own({ type: 'EMAIL', usage: 'SIGN_IN', locale: 'en' });
  expect(findMessageTemplate({ ...request, locale: 'EN' }, same, 'en')?.isBuiltIn).toBe(false);
});

test.each(['', 'no such', '!!', 'en_US', '*', 'x'.repeat(100), '../../etc', '__proto__'])(
  'a locale that is none counts as the default one: %j',
  (locale) => {
    const ownTemplates = own({ type: 'EMAIL', usage: 'SIGN_IN', locale: 'fi' });
    expect(findMessageTemplate({ ...request, locale }, ownTemplates, 'fi')?.isBuiltIn).toBe(false);
  },
);

test('other types have own templates only', () => {
  const key: TemplateKey = { type: 'SMS', usage: 'SIGN_IN', locale: 'en' };
  expect(findMessageTemplate(key, own({ ...key, type: 'EMAIL' }), 'en')).toBeUndefined();
  expect(findMessageTemplate(key, own(key), 'en')?.isBuiltIn).toBe(false);
});

test.each([
  ['EN', 'en'],
  ['zh-hans-cn', 'zh-Hans-CN'],
  ['de-DE-u-co-phonebk', 'de-DE'],
  ['iw', 'he'],
  ['en_US', undefined],
  ['', undefined],
])('the canonical form of %j is %j', (tag, canonical) => expect(canonicalLocale(tag)).toBe(canonical));
