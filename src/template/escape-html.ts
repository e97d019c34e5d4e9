const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '`': '&#96;',
  '=': '&#61;',
};

/** A value as the text that a template shows. */
export function outputText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.map(outputText).join('') : String(value);
}

/** Escapes the equals sign too: no value can then add an attribute where a template forgot the quotes. */
export function escapeHtml(value: unknown): string {
  return outputText(value).replace(/[&<>"'`=]/g, (character) => entities[character] ?? character);
}
