import { writeFileSync } from 'node:fs';
import { usageTypes } from '../../src/shared/usage';
import { builtInTemplate } from '../../src/template/built-in/built-in-template';
import { deriveText } from '../../src/template/html-to-plain-text';
import { renderTemplate } from '../../src/template/render';
import { findTemplateProblems } from '../../src/template/template-problems';
import { exampleVariables } from '../../src/template/template-variables';

test('x', () => {
  for (const u of usageTypes) {
    const s = builtInTemplate('EMAIL', u, 'en')!;
    const r = renderTemplate(s, exampleVariables());
    console.log(r.subject + '\n' + r.text, findTemplateProblems(s));
    const bare = renderTemplate(s, { ...exampleVariables(), applicationName: '', supportEmail: '', domain: '', expiresInMinutes: 1, code: '1234567890' });
    console.log(bare.subject + '\n' + bare.text);
    writeFileSync(`/tmp/try/${u}.html`, r.html);
    writeFileSync(`/tmp/try/${u}-bare.html`, bare.html);
    console.log(deriveText(s.html));
    const d = { ...s, text: deriveText(s.html) };
    console.log(findTemplateProblems(d), renderTemplate(d, exampleVariables()).text);
  }
  const now = (f: () => unknown) => { const t = performance.now(); let r: unknown; try { r = f(); } catch (e) { r = e; } console.log((performance.now() - t).toFixed(0), JSON.stringify(r)?.slice(0, 900), r instanceof Error ? r.message : ''); };
  const p = (html: string) => now(() => findTemplateProblems({ subject: 'x', html, text: '{{ code }}' }));
  p('{{'.repeat(100000)); p('{%'.repeat(100000)); p('{% if code %}'.repeat(15000)); p('{% if code %}'.repeat(900) + '{{ code }}' + '{% endif %}'.repeat(90));
  p('{% if code %}'.repeat(450) + '{{ code }}' + '{% endif %}'.repeat(450));
  p(`${'x'.repeat(190000)}{{ ${'a,'.repeat(4900)} }}`);
  p(`${'x'.repeat(190000)}{{ code | append: ${'a,'.repeat(4900)} }}`);
  p(`${'x'.repeat(190000)}{{ code | slice: ${'a,'.repeat(4900)}1 }}{{ code }}`);
  p(`{{ code${'[code'.repeat(1900)} }}`);
  p('<div>'.repeat(30000) + '{{ code }}');
  p('<div>'.repeat(150) + '{{ code }}');
  p('{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}');
  p('{% assign a = "' + 'x,'.repeat(4000) + '" | split: "," %}{% for i in a %}{% for j in a %}{% for k in a %}{% endfor %}{% endfor %}{% endfor %}{{ code }}');
  p('{% assign a = "' + 'x,'.repeat(4000) + '" | split: "," %}{% for i in a %}{% for j in a %}{% for k in a %}' + 'y'.repeat(100000) + '{% endfor %}{% endfor %}{% endfor %}{{ code }}');
  p('{% assign a = "' + 'x,'.repeat(4000) + '" | split: "," %}{% capture c %}{% for i in a %}{% for j in a %}{% for k in a %}' + 'y'.repeat(100000) + '{% endfor %}{% endfor %}{% endfor %}{% endcapture %}{{ c }}{{ code }}');
  p('{% assign a = "' + 'x,'.repeat(4000) + '" | split: "," %}{% for i in a %}{% capture c %}{{ c }}' + 'y'.repeat(100000) + '{% endcapture %}{% endfor %}{{ code }}');
  p('{{ constructor }} {{ __proto__ }} {{ code.constructor }} {{ code | raw }}');
  p('{{ constructor }}\n {{ __proto__ }} {{ code.constructor }}{{ ["constructor"] }}{{ [code] }}');
  p("{% include 'x' %}"); p("{% if code %}x"); p("{% if code x"); p("{{ code"); p('{% endif %}'); p('{{ code | x }}'); p('{{ }}'); p('{{ code code }}'); p('{% raw %}{{'); p('{% for x of code %}{{x}}{% endfor %}'); p('{% liquid echo code %}');
  p('{{ code | append }}'); p('a\n{{ code | date: "%Y", "x/y" }}'); p('<a href="{{ applicationName }}">{{ code }}</a>'); p('{% if link %}<a href="{{ link }}">x</a>{% endif %}');
  p('{% if applicationName %}{{code}}{% endif %}'); p('{% assign d = code | split: "" %}<table><tr>{% for x in d %}<td>{{ x }}</td>{% endfor %}</tr></table>'); p('<!-- {{ code }} --><div style="display:none">{{ code }}</div>');
  p(`${'{{ code }}'.repeat(1000)}`); p(`${'{{ x }}'.repeat(1000)}${'x'.repeat(190000)}`); p(`${'x'.repeat(190000)}${'{{ x }}'.repeat(1000)}`);
  p('x'.repeat(1e7));
  p('href'.repeat(50000)); p('href='+' '.repeat(190000)); p('<'.repeat(200000)); p('<a '.repeat(60000)+ '{{ code }}'); p('&'.repeat(200000)); p('<!--'.repeat(50000)); p('{{ code }}' + '<table><tr><td>'.repeat(13000)); p('{{ code }}' + '<a b=c '.repeat(20000)); p('{{ code }}' + '<b></b>'.repeat(28000)); p('{{ code }}' + '<ul><li>'.repeat(25000)); p('{{ code }}' + '<p>'.repeat(60000)); p('{{ code }}' + '\n \t '.repeat(50000)); p(`{{ code }}${'<pre>\n\n\n</pre>'.repeat(13000)}`);
  now(() => deriveText('{{'.repeat(100000))); now(() => deriveText('{{ code }}'.repeat(20000)).length);
  now(() => deriveText('<h1>Hello {{ applicationName | default: "<b>you</b>" }}</h1><p>Your code: {{  code }} {% if a < 3 %}x{% endif %}</p><p><a href="{{ link }}">Open</a> <a href="mailto:{{ supportEmail }}">{{ supportEmail }}</a></p><table><tr><td>A</td><td>B</td></tr></table>' + 'long '.repeat(50)));
});
