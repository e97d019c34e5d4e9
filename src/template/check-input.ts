import { LiquidError } from 'liquidjs';
import { deriveText } from './html-to-plain-text';
import { findTemplateProblems, hasErrors, type TemplateProblem } from './template-problems';
import type { TemplateKey, TemplateSource } from './template-source';

/** A template as an admin hands it in. */
export interface TemplateInput extends TemplateKey {
  subject: string;
  html: string;
  /** Left out, null or blank: derived from the HTML part. */
  text?: string | null | undefined;
}

/** The template that the input stands for, and what is wrong with it. */
export function checkInput({ subject, html, text }: TemplateInput): {
  source: TemplateSource;
  problems: TemplateProblem[];
} {
  if (text?.trim()) {
    const source = { subject, html, text };
    return { source, problems: findTemplateProblems(source) };
  }
  const source = { subject, html, text: deriveTextWherePossible(html) };
  return { source, problems: withoutEchoes(findTemplateProblems(source)) };
}

/** HTML that cannot be read gives no text; its own problem says why. */
function deriveTextWherePossible(html: string): string {
  try {
    return deriveText(html);
  } catch (error) {
    if (LiquidError.is(error)) return '';
    throw error;
  }
}

/** A derived text repeats the mistakes of its HTML; nobody wrote it, so nobody could put them right there. */
function withoutEchoes(problems: TemplateProblem[]): TemplateProblem[] {
  const broken = hasErrors(problems.filter(({ part }) => part === 'html'));
  return broken ? problems.filter(({ part }) => part !== 'text') : problems;
}
