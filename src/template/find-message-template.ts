import { canonicalLocale, languageOf } from '../shared/locale';
import { builtInTemplate, lastResortLocale } from './built-in/built-in-template';
import { keyText } from './template-key';
import type { TemplateKey, TemplateSource } from './template-source';

/** Own templates by the text of their key. */
export type OwnTemplates = ReadonlyMap<string, TemplateSource>;

export interface FoundTemplate extends TemplateSource {
  isBuiltIn: boolean;
}

/**
 * The template for a message, from the closest to the last resort; at each step an own template goes before the built-in one.
 * @param defaultLocale BCP 47
 * @returns undefined when the type has no template at all
 */
export function findMessageTemplate(
  request: TemplateKey,
  own: OwnTemplates,
  defaultLocale: string,
): FoundTemplate | undefined {
  for (const key of fallbackChain(request, defaultLocale)) {
    const ownTemplate = own.get(keyText(key));
    if (ownTemplate) return { ...ownTemplate, isBuiltIn: false };
    const builtIn = builtInTemplate(key.type, key.usage, key.locale);
    if (builtIn) return { ...builtIn, isBuiltIn: true };
  }
  return undefined;
}

/** A locale that is not a BCP 47 tag counts as the default one: a message in some language is better than none. */
export function fallbackChain({ type, usage, locale }: TemplateKey, defaultLocale: string): TemplateKey[] {
  const standard = canonicalLocale(defaultLocale) ?? lastResortLocale;
  const asked = canonicalLocale(locale) ?? standard;
  const language = languageOf(asked);
  return [
    { type, usage, locale: asked },
    { type, usage, locale: language },
    { type, usage: 'GENERIC', locale: asked },
    { type, usage: 'GENERIC', locale: language },
    { type, usage, locale: standard },
    { type, usage: 'GENERIC', locale: standard },
    { type, usage, locale: lastResortLocale },
  ];
}
