import type { ConnectorType } from '../connector-kit/connector-factory';
import { UserInputError } from '../shared/errors';
import { canonicalLocale } from '../shared/locale';
import type { UsageType } from '../shared/usage';
import type { TemplateKey } from './template-source';

/**
 * The key with its locale in canonical form.
 * @throws {UserInputError} when the locale is not a BCP 47 language tag
 */
export function templateKey(key: { type: ConnectorType; usage: UsageType; locale: string }): TemplateKey {
  const locale = canonicalLocale(key.locale);
  if (!locale) throw new UserInputError('The locale is not a BCP 47 language tag: write it like "en" or "pt-BR".');
  return { type: key.type, usage: key.usage, locale };
}

/** The key as one text, to look a template up by. */
export function keyText({ type, usage, locale }: TemplateKey): string {
  return `${type}:${usage}:${locale}`;
}
