import { partNames, type TemplatePart } from './template-source';

/**
 * A part of a template cannot be parsed or rendered. Its message quotes the template at most, never a value it was
 * filled with: values are codes and recipients. For the same reason there is no `cause`.
 */
export class TemplateError extends Error {
  readonly part: TemplatePart;
  /** A sentence for whoever writes the template: what is wrong and what to do. */
  readonly reason: string;
  /** Counted from 1; undefined: it concerns the part as a whole. */
  readonly line: number | undefined;

  constructor(part: TemplatePart, reason: string, line?: number) {
    super(`The ${partNames[part]} of the template cannot be used${line ? ` (line ${line})` : ''}: ${reason}`);
    this.name = 'TemplateError';
    this.part = part;
    this.reason = reason;
    this.line = line;
  }
}
