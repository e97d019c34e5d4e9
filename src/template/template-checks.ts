import { analyzeSync } from 'liquidjs';
import { htmlToPlainText } from './html-to-plain-text';
import { renderMilliseconds, renderTemplatePart } from './render';
import { scanLiquid } from './scan-liquid';
import { parsePart } from './template-part';
import type { TemplatePart } from './template-source';
import { exampleVariables, type TemplateVariables, templateVariableNames } from './template-variables';

interface Finding {
  severity: 'ERROR' | 'WARNING';
  message: string;
  line?: number;
}

/** Looks at one part. @throws {TemplateError} when the part does not parse or render */
export type Check = (part: TemplatePart, source: string) => Finding[];

/** In the order in which their findings are told. */
export const templateChecks: readonly Check[] = [
  holdsNoNullCharacter,
  usesKnownVariables,
  startsNoAddressWithValue,
  hasSubject,
  showsCode,
];

/** As long as a real one, and so odd that no template shows it by chance. */
const trialCode = '739184';
const trialLink = 'https://link.invalid/739184';

function holdsNoNullCharacter(_part: TemplatePart, source: string): Finding[] {
  if (!source.includes('\0')) return [];
  return [{ severity: 'ERROR', message: 'It holds a null character, which cannot be stored: remove it.' }];
}

function usesKnownVariables(part: TemplatePart, source: string): Finding[] {
  // parsed as a whole first, so that a mistake in the syntax is told with its place
  parsePart(part, source);
  const { tags, lines } = tagPerLine(source);
  const unknown = new Map<string, Finding>();
  for (const { segments, location } of Object.values(analyzeSync(parsePart(part, tags)).globals).flat()) {
    const name = String(segments[0]).slice(0, 60);
    if (isVariableName(name)) continue;
    const message = `There is no variable "${name}". Use one of: ${templateVariableNames.join(', ')}.`;
    const line = lines[location.row - 1] ?? 1;
    unknown.set(`${name}:${line}`, { severity: 'ERROR', message, line });
  }
  return [...unknown.values()];
}

/** Its Liquid tags only, and the line each came from: finding a place in a template takes Liquid as long as what is before it. */
function tagPerLine(source: string): { tags: string; lines: number[] } {
  const tags: string[] = [];
  const lines: number[] = [];
  let line = 1;
  for (const { liquid, text } of scanLiquid(source)) {
    if (liquid) {
      tags.push(text.replace(/\s+/g, ' '));
      lines.push(line);
    }
    line += text.split('\n').length - 1;
  }
  return { tags: tags.join('\n'), lines };
}

/** Where an address begins, a value chooses where it leads to; escaping does not help against `javascript:`. */
function startsNoAddressWithValue(part: TemplatePart, source: string): Finding[] {
  if (part !== 'html') return [];
  const addresses = source.matchAll(/\b(?:href|src|action|background)\s{0,9}=\s{0,9}["']?\s{0,9}\{\{-?\s{0,9}(\w+)/gi);
  return [...addresses]
    .filter(([, name = '']) => name !== 'link' && isVariableName(name))
    .map(({ 1: name, index }) => ({
      severity: 'ERROR',
      message: `An address cannot begin with {{ ${name} }}: begin it with https:// or mailto:, or use {{ link }}.`,
      line: source.slice(0, index).split('\n').length,
    }));
}

function hasSubject(part: TemplatePart, source: string): Finding[] {
  if (part !== 'subject') return [];
  const subjects = trialVariables().map((variables) =>
    renderTemplatePart(part, source, variables, renderMilliseconds.checking),
  );
  if (subjects.every((subject) => subject !== '')) return [];
  const message = subjects.some((subject) => subject !== '')
    ? 'The subject is empty when optional variables such as {{ applicationName }} are: add words of its own.'
    : 'The subject is empty: write one.';
  return [{ severity: 'ERROR', message }];
}

function showsCode(part: TemplatePart, source: string): Finding[] {
  if (part === 'subject') return [];
  const outputs = trialVariables().map((variables) =>
    renderTemplatePart(part, source, variables, renderMilliseconds.checking),
  );
  if (outputs.every((output) => visibleCharacters(part, output).includes(trialCode))) return [];
  if (outputs.some((output) => visibleCharacters(part, output).includes(trialCode))) {
    return [{ severity: 'ERROR', message: 'It does not always show the code: move {{ code }} out of the condition.' }];
  }
  const withLink = { ...exampleVariables(), code: '', link: trialLink };
  return renderTemplatePart(part, source, withLink, renderMilliseconds.checking).includes(trialLink)
    ? [
        {
          severity: 'WARNING',
          message: 'It shows {{ link }} only, which is empty while magic links are off: add {{ code }}.',
        },
      ]
    : [{ severity: 'ERROR', message: 'It never shows the code: add {{ code }} where people will see it.' }];
}

/** Once with everything that can be set, once with nothing that need not be. */
function trialVariables(): TemplateVariables[] {
  const set = { applicationName: 'Example', supportEmail: 'support@example.com' };
  const full = { ...exampleVariables(), ...set, code: trialCode };
  return [full, { ...full, applicationName: '', domain: '', supportEmail: '', token: '', link: '' }];
}

/** Without what may stand between the digits: spaces, hyphens, table cells. */
function visibleCharacters(part: TemplatePart, output: string): string {
  return (part === 'html' ? htmlToPlainText(output) : output).replace(/[^\p{L}\p{N}]/gu, '');
}

function isVariableName(name: string): boolean {
  return (templateVariableNames as string[]).includes(name);
}
