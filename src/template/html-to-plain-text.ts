import { convert, type HtmlToTextOptions, type SelectorDefinition } from 'html-to-text';
import { scanLiquid } from './scan-liquid';

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(
  (selector): SelectorDefinition => ({
    selector,
    format: 'heading',
    options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 },
  }),
);

/** What mail programs do not show, a preheader for one. */
const hidden = [
  'img',
  'style',
  'script',
  'title',
  '[hidden]',
  '[style*="display:none"]',
  '[style*="display: none"]',
].map((selector): SelectorDefinition => ({ selector, format: 'skip' }));

const options: HtmlToTextOptions = {
  wordwrap: false,
  // deeper elements are dropped; the walk is recursive
  limits: { maxDepth: 200 },
  selectors: [
    ...headings,
    ...hidden,
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'inlineSurround', options: { suffix: ' ' } },
    { selector: 'th', format: 'inlineSurround', options: { suffix: ' ' } },
  ],
};

/** What a person sees of an HTML part, one paragraph a line. */
export function htmlToPlainText(html: string): string {
  const lines = convert(html, options).split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

/**
 * The text part that goes with an HTML part. Liquid tags come through untouched, wherever they stand:
 * while the HTML is converted, a mark that no HTML rule concerns stands in for each of them.
 * @throws {LiquidError} when the Liquid in it cannot be read
 */
export function deriveText(html: string): string {
  const marks = new Map<string, string>();
  const marked = scanLiquid(html).map(({ liquid, text }) => {
    if (!liquid) return text.replace(/[\ue000\ue001]/g, '');
    const mark = marks.get(text) ?? `\ue000${marks.size}\ue001`;
    marks.set(text, mark);
    return mark;
  });
  const tags = [...marks.keys()];
  const text = htmlToPlainText(marked.join(''));
  return text.replace(/\ue000(\d+)\ue001/g, (_, index) => tags[Number(index)] ?? '');
}
