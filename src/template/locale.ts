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

/** `pt` for `pt-BR`. */
export function languageOf(locale: string): string {
  return locale.split('-', 1)[0] ?? locale;
}
