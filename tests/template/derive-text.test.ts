import { LiquidError } from 'liquidjs';
import { deriveText } from '../../src/template/html-to-plain-text';
import { scanLiquid } from '../../src/template/scan-liquid';

test.each([
  '{{ code }}',
  '{{code}}',
  '{{  code  }}',
  '{{ code | append: "<b>&amp;</b>" }}',
  '{% if code < 3 %}a{% endif %}',
  '{%- assign x = "a    b" -%}',
  "{{ code | default: 'x y' }}",
  '{{ code | append: "}}" }}',
  '{% raw %}{{ x }}{% endraw %}',
])('%s comes through untouched', (tag) => {
  expect(deriveText(`<p>A ${tag} B</p>`)).toBe(`A ${tag} B`);
});

test('lines are not wrapped', () => {
  expect(deriveText(`<p>${'word '.repeat(100)}{{ code }}</p>`)).not.toContain('\n');
});

test('structure becomes lines; what is not shown is left out', () => {
  const html = `<html><head><title>T</title><style>.a{}</style></head><body>
    <div style="display:none">preheader</div><h1>Hello {{ applicationName }}</h1>
    <table><tr><td>{{ code }}</td></tr><tr><td>A</td><td>B</td></tr></table>
    <p><a href="{{ link }}">Sign in</a> or <a href="mailto:{{ supportEmail }}">{{ supportEmail }}</a></p>
    </body></html>`;
  expect(deriveText(html)).toBe(
    'Hello {{ applicationName }}\n\n{{ code }}\nA B\n\nSign in [{{ link }}] or {{ supportEmail }}',
  );
});

/** Undefined: the Liquid cannot be read, which is the one error there may be. */
function whereReadable<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof LiquidError) return undefined;
    throw error;
  }
}

test('a scan cuts a template into stretches that make it up again', () => {
  const pieces = ['{{', '}}', '{%', '%}', ' code ', '\n', '<b>', '"', '{', '}', '\ue0000\ue001'];
  for (let round = 0; round < 2_000; round += 1) {
    const length = Math.floor(Math.random() * 12);
    const source = Array.from({ length }, () => pieces[Math.floor(Math.random() * pieces.length)]).join('');
    const stretches = whereReadable(() => scanLiquid(source));
    if (stretches) expect(stretches.map(({ text }) => text).join('')).toBe(source);
    whereReadable(() => deriveText(source));
  }
});
