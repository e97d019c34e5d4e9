import { UserInputError } from './errors';

const longestTag = 64;

/** The tag in canonical form without its extensions, e.g. `pt-BR` for `PT-br`; undefined: it is not a BCP 47 language tag. */
export function canonicalLocale(tag: string): string | undefined {
  if (tag.length > longestTag) return undefined;
  try {
    return new Intl.Locale(tag).baseName;
  } catch {
    return undefined;
  }
}

/**
 * The locale of a call, where it names one.
 * @throws {UserInputError} when it is not a BCP 47 language tag
 */
export function requestedLocale(tag: string | null | undefined): string | undefined {
  if (tag === null || tag === undefined) return undefined;
  const locale = canonicalLocale(tag);
  if (!locale) throw new UserInputError('"locale" must be a BCP 47 language tag such as en or pt-BR.');
  return locale;
}

/** `pt` for `pt-BR`. */
export function languageOf(locale: string): string {
  return locale.split('-', 1)[0] ?? locale;
}

/** The language that an Accept-Language header (RFC 9110) prefers. */
export function preferredLocale(acceptLanguage: string | undefined): string | undefined {
  return (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().split(/\s*;\s*/);
      const quality = parameters.find((parameter) => /^q=/i.test(parameter));
      return { locale: canonicalLocale(tag), quality: quality ? Number(quality.slice(2)) : 1 };
    })
    .filter(({ locale, quality }) => locale !== undefined && quality > 0)
    .reduce<{ locale: string | undefined; quality: number }>(
      (best, range) => (range.quality > best.quality ? range : best),
      {
        locale: undefined,
        quality: 0,
      },
    ).locale;
}
