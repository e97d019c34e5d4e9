import { type Check, templateChecks } from './template-checks';
import { TemplateError } from './template-error';
import { type TemplatePart, type TemplateSource, templateParts } from './template-source';

export interface TemplateProblem {
  /** An error keeps the template from being saved. */
  severity: 'ERROR' | 'WARNING';
  part: TemplatePart;
  /** A sentence that says what to do. */
  message: string;
  /** Counted from 1; left out: it concerns the part as a whole. */
  line?: number | undefined;
}

/** A part with a thousand mistakes is told of the first ones. */
const problemsPerPart = 20;

/** What would keep the template from showing the code, or from being rendered at all. */
export function findTemplateProblems(source: TemplateSource): TemplateProblem[] {
  return templateParts.flatMap((part) => findPartProblems(part, source[part]));
}

export function hasErrors(problems: readonly TemplateProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'ERROR');
}

function findPartProblems(part: TemplatePart, source: string): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  for (const check of templateChecks) {
    const { found, usable } = runCheck(check, part, source);
    problems.push(...found);
    // the other checks would only repeat in other words that it does not parse or render
    if (!usable) break;
  }
  return problems.slice(0, problemsPerPart);
}

function runCheck(check: Check, part: TemplatePart, source: string): { found: TemplateProblem[]; usable: boolean } {
  try {
    return { found: check(part, source).map((finding) => ({ ...finding, part })), usable: true };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { found: [{ severity: 'ERROR', part, message: error.reason, line: error.line }], usable: false };
  }
}
