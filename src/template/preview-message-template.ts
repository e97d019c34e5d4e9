import { checkInput, type TemplateInput } from './check-input';
import { renderMilliseconds, renderTemplatePart } from './render';
import { TemplateError } from './template-error';
import { templateKey } from './template-key';
import type { TemplateProblem } from './template-problems';
import type { RenderedMessage, TemplatePart } from './template-source';
import { exampleVariables } from './template-variables';

export interface MessagePreview extends RenderedMessage {
  problems: TemplateProblem[];
}

/**
 * The message filled with the examples. A part that cannot be rendered is empty; the problems say why.
 * @throws {UserInputError} when the locale is not a BCP 47 language tag
 */
export function previewMessageTemplate(input: TemplateInput): MessagePreview {
  const { usage, locale } = templateKey(input);
  const { source, problems } = checkInput(input);
  const variables = { ...exampleVariables(), usage, locale };
  const render = (part: TemplatePart) =>
    orEmpty(() => renderTemplatePart(part, source[part], variables, renderMilliseconds.checking));
  return { subject: render('subject'), html: render('html'), text: render('text'), problems };
}

function orEmpty(render: () => string): string {
  try {
    return render();
  } catch (error) {
    if (error instanceof TemplateError) return '';
    throw error;
  }
}
