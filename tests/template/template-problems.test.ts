import { findTemplateProblems } from '../../src/template/template-problems';
import type { TemplateSource } from '../../src/template/template-source';

const good: TemplateSource = { subject: 'Hello', html: '<p>{{ code }}</p>', text: '{{ code }}' };

function problemsOf(source: Partial<TemplateSource>) {
  return findTemplateProblems({ ...good, ...source });
}

function error(part: string, message: string | RegExp, line?: number) {
  return [{ severity: 'ERROR', part, message: expect.stringMatching(message), ...(line && { line }) }];
}

test('a good template has none', () => expect(problemsOf({})).toEqual([]));

test.each([
  ['a\n{{ code', 2, /^"\{\{ code" is never closed: add }} at its end\.$/],
  ['a\n\n{% if code }', 3, /^"\{% if code }" is never closed: add %} at its end\.$/],
  ['{% if code %}{{ code }}', 1, /^\{% if code %} is never ended: add \{% endif %}/],
  ['{% raw %}{{ code }}', 1, /^\{% raw %} is never ended: add \{% endraw %}/],
  ['{{ code }}\n{% endif %}', 2, /^\{% endif %} has nothing before it/],
  ['{{ code | raw }}', 1, /^The filter "raw" cannot be used: values are always escaped/],
  ['{{ code | shout }}', 1, /^The filter "shout" cannot be used in a message template\. Use one of: append/],
  ['{% include "x" %}', 1, /^The tag \{% include %} cannot be used in a message template\. Use one of: if/],
  ['{% render "x" %}', 1, /^The tag \{% render %} cannot be used/],
  ['{% layout "x" %}', 1, /^The tag \{% layout %} cannot be used/],
  ['{{ }}', 1, /^Liquid cannot read this/],
  ['{{ code | append }}', 1, /^A filter on this line fails/],
  ['{% for a in (1..999999999) %}{% endfor %}', 1, /^It takes too much time or memory/],
])('%j does not parse or render', (html, line, message) => {
  expect(problemsOf({ html })).toEqual(error('html', message, line));
});

test('unknown variables are told with their lines', () => {
  const html = '{{ code }}\n{{ constructor }} {% if __proto__ %}x{% endif %}\n<p>\n{{ code | append: cod }} {{ cod }}';
  expect(problemsOf({ html })).toEqual([
    ...error('html', /^There is no variable "constructor"\. Use one of: code, /, 2),
    ...error('html', /"__proto__"/, 2),
    ...error('html', /"cod"/, 4),
  ]);
});

test('variables that the template makes itself are known', () => {
  const html = '{% assign digits = code | split: "" %}{% for digit in digits %}<td>{{ digit }}</td>{% endfor %}';
  expect(problemsOf({ html: `<table><tr>${html}</tr></table>` })).toEqual([]);
});

test.each([
  '{{ code | append: "}}" }}\n{{ nosuch }}',
  '{% raw %}{{ \' " a.b {% if %}{% endraw %}{{ code }}\n{{ nosuch }}',
  "{% comment %}it's {{ b }}{% endcomment %}{{ code }}\n{%- if nosuch -%}x{% endif %}",
  '{%\n  # a\n  # b\n%}{{\ncode\n}}{{ nosuch }}',
])('quotes, raw stretches and comments do not mislead: %j', (html) => {
  const lines = html.slice(0, html.indexOf('nosuch')).split('\n').length;
  expect(problemsOf({ html })).toEqual(error('html', /^There is no variable "nosuch"/, lines));
});

test('a delimiter inside quotes does not hide how much there is inside a tag', () => {
  expect(problemsOf({ html: `{{ code | append: "}}", ${'a,'.repeat(20_000)}a }}` })).toEqual(error('html', /10000/));
});

test.each(['', ' \n ', '{{ link }}', '{% if link %}x{% endif %}'])('the subject %j is empty', (subject) => {
  expect(problemsOf({ subject })).toEqual(error('subject', /^The subject is empty: write one/));
});

test('a subject of optional variables only may be empty', () => {
  expect(problemsOf({ subject: '{{ applicationName }}' })).toEqual(error('subject', /optional variables/));
});

test.each([
  '<p>Hello</p>',
  'Your code is 123456',
  '<!-- {{ code }} -->',
  '<title>{{ code }}</title>',
  '<p title="{{ code }}">Hello</p>',
  '<div style="display:none">{{ code }}</div>',
  '<style>{{ code }}</style>',
  '{{ code.size }}',
  '{% raw %}{{ code }}{% endraw %}',
  '{% comment %}{{ code }}{% endcomment %}',
  '{% assign code = "1" %}{{ code }}',
  '',
])('the code is never shown in the HTML %j', (html) => {
  expect(problemsOf({ html })).toEqual(error('html', /^It never shows the code: add \{\{ code }}/));
});

test('HTML and text must each show the code', () => {
  expect(problemsOf({ text: 'Hello' })).toEqual(error('text', /^It never shows the code/));
});

test('the code must be shown whatever else is set', () => {
  const html = '{% if applicationName %}{{ code }}{% endif %}';
  expect(problemsOf({ html })).toEqual(error('html', /^It does not always show the code/));
});

test.each(['{{code}}', '{{ code | slice: 0, 3 }}-{{ code | slice: 3, 3 }}', '<b>{{ code }}</b>', '{{ code }}.'])(
  '%s shows the code',
  (html) => expect(problemsOf({ html })).toEqual([]),
);

test('a link instead of the code is a warning while links are off', () => {
  expect(problemsOf({ html: '{% if link %}<a href="{{ link }}">Sign in</a>{% endif %}' })).toEqual([
    { severity: 'WARNING', part: 'html', message: expect.stringContaining('add {{ code }}') },
  ]);
});

test.each(['applicationName', 'recipient', 'domain', 'supportEmail'])(
  'an address cannot begin with {{ %s }}',
  (name) => {
    for (const address of [`"{{ ${name} }}"`, `'{{${name}}}/x'`, `{{ ${name} | downcase }}`]) {
      const html = `{{ code }}\n<a HREF = ${address}>x</a>`;
      expect(problemsOf({ html })).toEqual(error('html', /^An address cannot begin with/, 2));
    }
  },
);

test('an address may hold a variable further on, or be the link', () => {
  const html =
    '{{ code }}<a href="mailto:{{ supportEmail }}"></a><a href="https://{{ domain }}/x"></a><a href="{{ link }}"></a>';
  expect(problemsOf({ html })).toEqual([]);
});

test('a null character cannot be stored', () => {
  expect(problemsOf({ text: '{{ code }}\0' })).toEqual(error('text', /null character/));
});

test('each part has a largest size', () => {
  expect(problemsOf({ subject: 'x'.repeat(501) })).toEqual(error('subject', /longer than 500 characters/));
  expect(problemsOf({ text: '{{ code }}'.padEnd(40_001) })).toEqual(error('text', /longer than 40000 characters/));
  expect(problemsOf({ html: '{{ code }}'.padEnd(80_001) })).toEqual(error('html', /longer than 80000 characters/));
});

test('no more than twenty problems are told of one part', () => {
  const html = Array.from({ length: 50 }, (_, index) => `{{ x${index} }}`).join('\n');
  expect(problemsOf({ html })).toHaveLength(20);
});

test.each([
  'href='.padEnd(190_000),
  'href'.repeat(50_000),
  '<div>'.repeat(30_000),
  '<table><tr><td>'.repeat(13_000),
  '<a b=c '.repeat(20_000),
  '<'.repeat(190_000),
  '<!--'.repeat(50_000),
  `${'x'.repeat(190_000)}${'{{ x }}'.repeat(1_000)}`,
  `${'x'.repeat(190_000)}{{ code | append: ${'a,'.repeat(4_900)} }}`,
])('checking takes no longer for hostile HTML (%#)', (html) => {
  const startedAt = performance.now();
  problemsOf({ html: `{{ code }}${html}` });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
