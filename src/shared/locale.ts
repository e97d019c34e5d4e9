/** Canonical BCP 47; undefined: not a well-formed language tag. */
export function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** The language that an Accept-Language header (RFC 9110) prefers. */
export function preferredLocale(acceptLanguage: string | undefined): string | undefined {
  return (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().split(/\s*;\s*/);
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
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
