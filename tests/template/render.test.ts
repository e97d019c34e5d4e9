import { renderTemplate } from '../../src/template/render';
import { TemplateError } from '../../src/template/template-error';
import type { TemplateSource } from '../../src/template/template-source';
import { exampleVariables, type TemplateVariables } from '../../src/template/template-variables';

const secret = '904571';

function render(source: Partial<TemplateSource>, variables: Partial<TemplateVariables> = {}) {
  return renderTemplate(
    { subject: 'Subject', html: '<p></p>', text: 'Text', ...source },
    { ...exampleVariables(), ...variables },
  );
}

function failure(source: Partial<TemplateSource>): TemplateError {
  try {
    render(source, { code: secret, recipient: 'grace@example.org' });
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('it rendered');
}

test('variables are filled in with and without spaces around their name', () => {
  expect(render({ text: '{{ code }} {{code}} {{- expiresInMinutes -}}' }).text).toBe('123456 12345610\n');
});

test('the HTML part is escaped, subject and text are not', () => {
  const message = render(
    { subject: '{{ applicationName }}', html: '<b>{{ applicationName }}</b>', text: '{{ applicationName }}' },
    { applicationName: `A & B's <i>"x"</i>` },
  );
  expect(message.html).toBe('<b>A &amp; B&#39;s &lt;i&gt;&#34;x&#34;&lt;/i&gt;</b>');
  expect(message.subject).toBe(`A & B's <i>"x"</i>`);
  expect(message.text).toBe(`A & B's <i>"x"</i>\n`);
});

test.each([
  '{{ applicationName | escape_once }}',
  '{{ applicationName | strip_newlines }}',
  '{% assign name = applicationName %}{{ name }}',
  '{% capture name %}{{ applicationName }}{% endcapture %}{{ name }}',
  '{{ applicationName | split: "," }}',
  '{{ applicationName | split: "," | join: "," }}',
  '{{ "" | append: applicationName }}',
  '{% for character in applicationName %}{{ character }}{% endfor %}',
])('no value adds markup through %s', (html) => {
  expect(render({ html }, { applicationName: '<script>alert(1)</script>' }).html).not.toContain('<');
});

test('a value cannot add an attribute where the template forgot the quotes', () => {
  const { html } = render({ html: '<p title={{ applicationName }}>' }, { applicationName: 'x onclick=alert(1)' });
  expect(html).not.toMatch(/onclick\s*=/);
});

test.each(['a\r\nBcc: eve@example.net', 'a\nb', 'a\u2028b', 'a\0b', 'a\u0085b', 'a\u000bb'])(
  'the subject is one line, whatever %j is',
  (applicationName) => {
    const { subject } = render({ subject: 'x\n{{ applicationName }}\r\n y' }, { applicationName });
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(subject).toMatch(/^x a.* y$/);
  },
);

test('a value cannot turn the reading direction', () => {
  expect(render({ text: '{{ applicationName }}' }, { applicationName: 'a\u202eb\u2066c' }).text).toBe('abc\n');
});

test.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'java\0script:alert(1)',
  'java\u202escript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  '//evil.example',
  'https://evil.example',
  'www.evil.example',
  'evil.example/login',
  '(https://evil.example)',
  'mailto:eve@evil.example',
])('a name is no link: %j', (applicationName) => {
  const message = render(
    { html: '<a href="{{ applicationName }}">x</a>', text: '[{{ applicationName }}]' },
    { applicationName },
  );
  expect(message).toMatchObject({ html: '<a href="">x</a>', text: '[]\n' });
});

test.each(['Booking.com', 'Re:Work', 'Yahoo!', 'A/B Testing', 'Acme: the shop', 'Ärzte ohne Grenzen', '日本語'])(
  'a name stays as it is: %s',
  (applicationName) =>
    expect(render({ text: '{{ applicationName }}' }, { applicationName }).text).toBe(`${applicationName}\n`),
);

test.each([
  ['https://example.com/verify?token=a&next=b', 'https://example.com/verify?token&#61;a&amp;next&#61;b'],
  ['https://example.com/a b"<c>', 'https://example.com/a%20b%22%3Cc%3E'],
  ['javascript:alert(1)', ''],
  ['data:text/html,x', ''],
  ['java\nscript:alert(1)', ''],
  ['/relative', ''],
  ['', ''],
])('the link %j becomes %j', (link, href) => {
  expect(render({ html: '<a href="{{ link }}">' }, { link }).html).toBe(`<a href="${href}">`);
});

test('an empty text counts as nothing in a condition', () => {
  const text = '{% if supportEmail %}Write to {{ supportEmail }}{% else %}-{% endif %}';
  expect(render({ text }, { supportEmail: '' }).text).toBe('-\n');
});

test('a tag alone on its line leaves no gap in the text', () => {
  const text = 'a\r\n\r\n{% if supportEmail %}\n{{ supportEmail }}\n{% endif %}\n\nb\n\n';
  expect(render({ text }, { supportEmail: '' }).text).toBe('a\n\nb\n');
});

describe('nothing but the variables can be reached', () => {
  const names = [
    ...['constructor', '__proto__', 'prototype', 'toString', 'process', 'global', 'globalThis', 'require', 'this'],
    ...['hasOwnProperty', '__defineGetter__', 'valueOf', 'module', 'exports', 'self', 'forloop'],
  ];
  const paths = names.flatMap((name) => [
    name,
    `code.${name}`,
    `code["${name}"]`,
    `["${name}"]`,
    `["${name}"]["${name}"]`,
    `expiresInMinutes.${name}.${name}`,
  ]);
  test.each(paths)('{{ %s }}', (path) => expect(render({ html: `[{{ ${path} }}]` }).html).toBe('[]'));

  test('a name from a filter', () => {
    const text = '{% assign name = "cons" | append: "tructor" %}[{{ code[name] }}][{{ [name] }}]';
    expect(render({ text }).text).toBe('[][]\n');
  });

  test.each([
    'include "/etc/passwd"',
    'render "package.json"',
    'layout "x"',
    'block x',
    'liquid echo code',
    'tablerow',
  ])('{%% %s %%}', (tag) => expect(failure({ html: `\n{% ${tag} %}` })).toMatchObject({ part: 'html', line: 2 }));

  test.each(['raw', 'json', 'inspect', 'where_exp: "x", "x"', 'constructor', '__proto__', 'sha256', 'base64_decode'])(
    'the filter %s',
    (filter) => expect(failure({ html: `{{ applicationName | ${filter} }}` }).reason).toContain('cannot be used'),
  );
});

describe('no template runs long', () => {
  const manyWords = `{% assign words = "${'x,'.repeat(4_000)}" | split: "," %}`;
  const loops = (body: string) =>
    `${'{% for a in words %}{% for b in words %}{% for c in words %}'}${body}${'{% endfor %}'.repeat(3)}`;
  test.each([
    ['ranges', '{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}'],
    ['a huge range', '{% for a in (1..999999999) %}x{% endfor %}'],
    ['lists', `${manyWords}${loops('')}`],
    ['long output', `${manyWords}${loops('x'.repeat(100_000))}`],
    ['long capture', `${manyWords}{% capture long %}${loops('x'.repeat(100_000))}{% endcapture %}{{ long | upcase }}`],
    [
      'a growing text',
      `${manyWords}{% for a in words %}{% assign long = long | append: long | append: "xx" %}{% endfor %}`,
    ],
    ['10 MB', 'x'.repeat(10_000_000)],
    ['unclosed outputs', '{{'.repeat(100_000)],
    ['unclosed tags', '{%'.repeat(100_000)],
    ['many outputs', '{{ code }}'.repeat(20_000)],
    ['deep nesting', `${'{% if code %}'.repeat(9_000)}x`],
    ['a wide date', '{{ "now" | date: "%999999999d" }}'],
  ])('%s', (_, html) => {
    const startedAt = performance.now();
    expect(failure({ html })).toMatchObject({ name: 'TemplateError', part: 'html' });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

test.each([
  '{{ code | append }}',
  '{{ code | date: "%Y", recipient }}',
  '{{ "now" | date: "%Y", code }}',
  '{% for a in (1..9999) %}{% for b in (1..9999) %}{{ code }}{{ recipient }}{% endfor %}{% endfor %}',
])('a failure tells no value: %s', (html) => {
  const { message, reason, stack, cause } = failure({ html });
  const told = `${message}${reason}${stack}${String(cause)}`;
  expect(told).not.toContain(secret);
  expect(told).not.toContain('grace');
});

test('a template is independent of the renderings before it', () => {
  const text = '{% if code == "1" %}{% assign code = "changed" %}{% endif %}{{ code }}';
  expect(render({ text }, { code: '1' }).text).toBe('changed\n');
  expect(render({ text }, { code: '2' }).text).toBe('2\n');
});
