import { LiquidError } from 'liquidjs';
import { allowedFilters, allowedTags } from './liquid-engine';
import { TemplateError } from './template-error';
import type { TemplatePart } from './template-source';

const quotedLength = 60;

/** The parser's complaint, in words that say what to do. It may quote the template: parsing sees no values. */
export function explainParseError(part: TemplatePart, error: unknown): TemplateError {
  if (!LiquidError.is(error)) return new TemplateError(part, 'Its tags are nested too deeply: use fewer levels.');
  return new TemplateError(part, explainSyntax(complaint(error)), lineOf(error));
}

/** What went wrong in rendering, in words of our own: Liquid's may hold a value. */
export function explainRenderError(part: TemplatePart, error: unknown): TemplateError {
  if (!LiquidError.is(error)) return new TemplateError(part, tooMuchWork);
  const overLimit = /limit exceeded|call stack|string length/.test(complaint(error));
  const reason = overLimit ? tooMuchWork : 'A filter on this line fails: check its arguments.';
  return new TemplateError(part, reason, lineOf(error));
}

const tooMuchWork = 'It takes too much time or memory to fill in: use fewer, shorter or less deeply nested loops.';

function complaint(error: LiquidError): string {
  return (error.originalError?.message ?? error.message).replace(/, line:\d+, col:\d+$/, '');
}

function lineOf(error: LiquidError): number | undefined {
  return error.token.getPosition()[0];
}

function explainSyntax(message: string): string {
  const [, tag] = /^tag "(.+)" not found$/.exec(message) ?? [];
  if (tag) return explainTag(tag);
  const [, filter] = /^undefined filter: (.+)$/s.exec(message) ?? [];
  if (filter) return explainFilter(filter);
  if (/^raw .+ not closed$/s.test(message)) return explainUnclosed('{% raw %}');
  const [, unclosed] = /^(?:tag|output) "?(.+?)"? not closed$/s.exec(message) ?? [];
  if (unclosed) return explainUnclosed(unclosed);
  return `Liquid cannot read this: ${clip(message)}. Check its spelling, quotes and brackets.`;
}

function explainTag(tag: string): string {
  if (/^(end|else|elsif|when)/.test(tag)) {
    return `{% ${clip(tag)} %} has nothing before it that it belongs to: remove it, or add the tag that opens the block.`;
  }
  return `The tag {% ${clip(tag)} %} cannot be used in a message template. Use one of: ${allowedTags.join(', ')}.`;
}

function explainFilter(filter: string): string {
  if (filter === 'raw') return 'The filter "raw" cannot be used: values are always escaped. Remove it.';
  return `The filter "${clip(filter)}" cannot be used in a message template. Use one of: ${allowedFilters.join(', ')}.`;
}

function explainUnclosed(text: string): string {
  const [, block] = /^\{%-?\s*(\w+).*%\}$/s.exec(text) ?? [];
  if (block) return `${clip(text)} is never ended: add {% end${block} %} after what belongs to it.`;
  return `"${clip(text)}" is never closed: add ${text.startsWith('{{') ? '}}' : '%}'} at its end.`;
}

function clip(text: string): string {
  return text.length > quotedLength ? `${text.slice(0, quotedLength)}…` : text;
}
