import type { ConnectorType } from '../../connector-kit/connector-factory';
import { type UsageType, usageTypes } from '../../shared/usage';
import type { TemplateKey, TemplateSource } from '../template-source';
import type { BuiltInLanguage } from './built-in-language';
import { en } from './en';
import { htmlLayout, textLayout } from './layout';

/** The language that has a template for every usage, whatever else is missing. */
export const lastResortLocale = 'en';

const languages: readonly BuiltInLanguage[] = [en];

/** The locales that every usage has a built-in e-mail template in. */
export const builtInLocales: readonly string[] = languages.map(({ locale }) => locale);

const emailTemplates = new Map<string, TemplateSource>(
  languages.flatMap((language) =>
    usageTypes.map((usage) => [`${usage}:${language.locale}`, createTemplate(language, usage)] as const),
  ),
);

/** @param locale BCP 47 in canonical form */
export function builtInTemplate(type: ConnectorType, usage: UsageType, locale: string): TemplateSource | undefined {
  return type === 'EMAIL' ? emailTemplates.get(`${usage}:${locale}`) : undefined;
}

/** The keys of all built-in templates of one type. */
export function builtInKeys(type: ConnectorType): TemplateKey[] {
  if (type !== 'EMAIL') return [];
  return builtInLocales.flatMap((locale) => usageTypes.map((usage) => ({ type, usage, locale })));
}

function createTemplate({ usages, locale, ...shared }: BuiltInLanguage, usage: UsageType): TemplateSource {
  const { subject, ...own } = usages[usage];
  const words = { lang: locale, ...shared, ...own };
  return { subject, html: htmlLayout(words), text: textLayout(words) };
}
