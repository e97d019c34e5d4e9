import { type TemplateVariableName, type TemplateVariables, templateVariableNames } from './template-variables';

type CleanVariables = Record<string, string | number>;

/** Gateway-made, or in canonical form. */
const verbatim: readonly TemplateVariableName[] = ['code', 'usage', 'locale', 'recipient'];

const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** Control characters, and those that turn the reading direction of what comes after them. */
const invisible = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** A word that a mail program makes a link of, or that is one as soon as it stands in an href. */
const linkWord =
  /^[^\p{L}\p{N}]*(?:www\.|(?:javascript|vbscript|data|file|blob|mailto|tel|sms):)|:\/\/|^\/\/|\.[^\s/]{1,63}\//iu;

/**
 * The values as a template gets them. A value stays on one line, and only the link variable can be a link: a name like
 * "Free coins at https://…" would otherwise turn the gateway's own mail into someone else's advertisement.
 */
export function cleanVariables(variables: TemplateVariables): CleanVariables {
  // without a prototype, so that there is nothing to inherit from
  const clean: CleanVariables = Object.create(null);
  for (const name of templateVariableNames) clean[name] = cleanVariable(name, variables[name]);
  return clean;
}

function cleanVariable(name: TemplateVariableName, value: string | number): string | number {
  if (typeof value === 'number') return value;
  const line = String(value).replace(lineBreaks, ' ').replace(invisible, '').trim();
  if (verbatim.includes(name)) return line;
  return name === 'link' ? webAddress(line) : withoutLinks(line);
}

/** The address in its percent-encoded form; empty unless it leads to a web page. */
function webAddress(value: string): string {
  const address = URL.canParse(value) ? new URL(value) : undefined;
  return address?.protocol === 'https:' || address?.protocol === 'http:' ? address.href : '';
}

function withoutLinks(value: string): string {
  return value
    .split(' ')
    .filter((word) => !linkWord.test(word))
    .join(' ');
}
