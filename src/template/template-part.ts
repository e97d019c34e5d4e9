import { Context, type Emitter, type Liquid, type Template, toValueSync } from 'liquidjs';
import { escapeHtml, outputText } from './escape-html';
import { explainParseError, explainRenderError } from './explain-liquid-error';
import { createLiquidEngine } from './liquid-engine';
import { scanLiquid } from './scan-liquid';
import { TemplateError } from './template-error';
import { partNames, partSizeLimits, type TemplatePart } from './template-source';

interface PartLanguage {
  engine: Liquid;
  /** Parsed templates by what they were parsed from, the least recently used first. */
  parsed: Map<string, Template[]>;
}

const plain: PartLanguage = { engine: createLiquidEngine(), parsed: new Map() };
const languages: Readonly<Record<TemplatePart, PartLanguage>> = {
  subject: plain,
  html: { engine: createLiquidEngine(escapeHtml), parsed: new Map() },
  text: plain,
};

/** Far above any real message; the analysis of tags takes time in proportion to their number and the part's length. */
const tagLimit = 1_000;
const tagCharactersLimit = 10_000;
const outputLimit = 1_000_000;
const keptTemplates = 256;

/** @throws {TemplateError} */
export function parsePart(part: TemplatePart, source: string): Template[] {
  refuseTooLong(part, source);
  const { parsed } = languages[part];
  const templates = parsed.get(source) ?? parse(part, source);
  parsed.delete(source);
  parsed.set(source, templates);
  const [oldest] = parsed.keys();
  if (parsed.size > keptTemplates && oldest !== undefined) parsed.delete(oldest);
  return templates;
}

/**
 * Fills in one part. Values are used as they are: clean them first.
 * @param milliseconds how long it may take
 * @throws {TemplateError}
 */
export function renderPart(
  part: TemplatePart,
  source: string,
  values: Record<string, string | number>,
  milliseconds: number,
): string {
  const templates = parsePart(part, source);
  const { engine } = languages[part];
  const context = new Context(values, engine.options, { sync: true, renderLimit: milliseconds }, { liquid: engine });
  const output = limitedOutput();
  try {
    toValueSync(engine.renderer.renderTemplates(templates, context, output) as Generator<unknown, string>);
  } catch (error) {
    throw explainRenderError(part, error);
  }
  return output.buffer;
}

function parse(part: TemplatePart, source: string): Template[] {
  try {
    refuseTooManyTags(part, source);
    return languages[part].engine.parse(source);
  } catch (error) {
    throw error instanceof TemplateError ? error : explainParseError(part, error);
  }
}

function refuseTooLong(part: TemplatePart, source: string): void {
  const limit = partSizeLimits[part];
  if (source.length <= limit) return;
  throw new TemplateError(part, `The ${partNames[part]} is longer than ${limit} characters: shorten it.`);
}

function refuseTooManyTags(part: TemplatePart, source: string): void {
  const tags = scanLiquid(source).filter(({ liquid }) => liquid);
  const characters = tags.reduce((sum, { text }) => sum + text.length, 0);
  if (tags.length <= tagLimit && characters <= tagCharactersLimit) return;
  throw new TemplateError(
    part,
    `It holds more than ${tagLimit} Liquid tags, or more than ${tagCharactersLimit} characters in them: use fewer.`,
  );
}

/** Liquid limits what filters make, but not how often a loop repeats the text inside it. */
function limitedOutput(): Emitter {
  return {
    buffer: '',
    write(value: unknown) {
      this.buffer += outputText(value);
      if (this.buffer.length > outputLimit) throw new Error('output limit exceeded');
    },
  };
}
