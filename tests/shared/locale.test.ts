import { canonicalLocale, languageOf, preferredLocale } from '../../src/shared/locale';

describe('canonicalLocale', () => {
  it.each([
    ['en', 'en'],
    ['EN', 'en'],
    ['PT-br', 'pt-BR'],
    ['zh-hans-cn', 'zh-Hans-CN'],
    ['es-419', 'es-419'],
    ['sl-rozaj-biske', 'sl-biske-rozaj'],
    ['de-AT-u-co-phonebk', 'de-AT'],
    ['iw', 'he'],
  ])('of %j is %j', (tag, canonical) => {
    expect(canonicalLocale(tag)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    'en ',
    'e',
    'en_US',
    'C',
    '*',
    'en-',
    '-en',
    'english please',
    '../en',
    'en\u0000',
    'ｅｎ',
    'en'.repeat(40),
  ])('of %j is none', (tag) => {
    expect(canonicalLocale(tag)).toBeUndefined();
  });
});

it.each([
  ['pt-BR', 'pt'],
  ['zh-Hans-CN', 'zh'],
  ['en', 'en'],
])('languageOf(%j) is %j', (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

describe('preferredLocale', () => {
  it.each([
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de-AT'],
    ['en;q=0.8, de-at', 'de-AT'],
    ['en;q=0.5,fr;q=0.9,de;q=0.7', 'fr'],
    ['en ; q=0.1 , fr ; q=0.2', 'fr'],
    ['fr;q=1.0,de;q=1.000', 'fr'],
    ['fr;q=0,de;q=0.001', 'de'],
    ['*, de;q=0.5', 'de'],
    ['*;q=0.9,pt-br;q=0.1', 'pt-BR'],
    ['en_US, de', 'de'],
    [',,de,,', 'de'],
    ['de;level=1;q=0.2, en;q=0.1', 'de'],
    ['de;q=much, en;q=0.1', 'en'],
  ])('of %j is %j', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });

  it.each([undefined, '', '*', ',', ';q=1', 'de;q=0', 'de;q=', 'q=0.8', '\u0000', 'x'.repeat(10_000), ';;;,,,;q=q=q'])(
    'of %j is none',
    (header) => {
      expect(preferredLocale(header)).toBeUndefined();
    },
  );
});
