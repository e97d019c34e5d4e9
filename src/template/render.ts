import { cleanVariables } from './clean-variables';
import { renderPart } from './template-part';
import type { RenderedMessage, TemplatePart, TemplateSource } from './template-source';
import type { TemplateVariables } from './template-variables';

/** How long one part may take. Sending allows more, so that what was once found good still renders in a busy process. */
export const renderMilliseconds = { sending: 1_000, checking: 200 } as const;

/**
 * Fills a template in. No value can add markup to the HTML part, a line to the subject, or a link anywhere.
 * @throws {TemplateError} whose message holds no value
 */
export function renderTemplate(source: TemplateSource, variables: TemplateVariables): RenderedMessage {
  const values = cleanVariables(variables);
  const fill = (part: TemplatePart) => tidy[part](renderPart(part, source[part], values, renderMilliseconds.sending));
  return { subject: fill('subject'), html: fill('html'), text: fill('text') };
}

/**
 * Fills one part in, to see what becomes of it.
 * @throws {TemplateError} whose message holds no value
 */
export function renderTemplatePart(
  part: TemplatePart,
  source: string,
  variables: TemplateVariables,
  milliseconds: number,
): string {
  return tidy[part](renderPart(part, source, cleanVariables(variables), milliseconds));
}

const tidy: Readonly<Record<TemplatePart, (output: string) => string>> = {
  subject: (output) => output.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim(),
  html: (output) => output,
  text: tidyText,
};

/** A tag that stands alone on its line would leave a gap behind. */
function tidyText(output: string): string {
  const lines = output.split(/\r\n?|\n/).map((line) => line.trimEnd());
  const kept = lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''));
  const text = kept.join('\n').trimEnd();
  return text && `${text}\n`;
}
