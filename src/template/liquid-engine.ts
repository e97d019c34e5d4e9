import { Liquid } from 'liquidjs';
import { partSizeLimits } from './template-source';

/** Everything else Liquid has is off: it reads files, gets round escaping, or is of no use in a message. */
export const allowedTags = ['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'capture', 'comment', 'raw'];

export const allowedFilters = [
  ...['append', 'capitalize', 'date', 'default', 'downcase', 'escape', 'escape_once', 'first', 'join', 'last'],
  ...['lstrip', 'newline_to_br', 'prepend', 'remove', 'remove_first', 'replace', 'replace_first', 'reverse', 'rstrip'],
  ...['size', 'slice', 'split', 'strip', 'strip_html', 'strip_newlines', 'truncate', 'truncatewords', 'upcase'],
  ...['url_encode', 'abs', 'at_least', 'at_most', 'ceil', 'divided_by', 'floor', 'minus', 'modulo', 'plus', 'round'],
  ...['times'],
];

/** Characters and list entries that one rendering may make on the way; nested loops over ranges end here. */
const memoryLimit = 1_000_000;

/**
 * A Liquid that can only turn values into text.
 * @param escapeOutput applied to every output, whatever its filters are
 */
export function createLiquidEngine(escapeOutput?: (value: unknown) => string): Liquid {
  const engine = new Liquid({
    // nothing to read from: not that an allowed tag would, but a later version's might
    templates: {},
    ownPropertyOnly: true,
    // an empty text counts as nothing: {% if applicationName %}
    jsTruthy: true,
    strictFilters: true,
    strictVariables: false,
    parseLimit: Math.max(...Object.values(partSizeLimits)),
    memoryLimit,
    locale: 'en',
    timezoneOffset: 0,
    ...(escapeOutput && { outputEscape: escapeOutput }),
  });
  keepOnly(engine.tags, [...allowedTags, '#']);
  keepOnly(engine.filters, allowedFilters);
  return engine;
}

function keepOnly(registry: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(registry)) if (!names.includes(name)) delete registry[name];
}
