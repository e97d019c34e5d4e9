/** The words of one message; each is Liquid, and fit for HTML as it is. */
export interface LayoutWords {
  lang: string;
  heading: string;
  instruction: string;
  lifetime: string;
  secrecy: string;
  unexpected: string;
  support: string;
  footer: string;
}

const sans = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "'SFMono-Regular',Consolas,Menlo,'Courier New',monospace";
const paragraph = `margin:0 0 16px;font-family:${sans};font-size:16px;line-height:24px;color:#1f2937`;
const small = `margin:0 0 12px;font-family:${sans};font-size:14px;line-height:21px;color:#4b5563`;
const table = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';

/**
 * Mail programs that know no style sheet show the inline styles; Outlook.com marks its dark mode with data-ogsc.
 * Three sheets: Gmail drops the whole of one that holds a rule it does not like.
 */
const head = `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
</style>
<style>
@media (max-width: 480px) {
  .card { padding: 24px 20px !important; }
  .code { font-size: 30px !important; letter-spacing: 4px !important; }
}
@media (prefers-color-scheme: dark) {
  .page { background-color: #111827 !important; }
  .card { background-color: #1f2937 !important; border-color: #374151 !important; }
  .strong { color: #f9fafb !important; }
  .soft { color: #d1d5db !important; }
  .box { background-color: #111827 !important; border-color: #4b5563 !important; }
  .code { color: #ffffff !important; }
}
</style>
<style>
[data-ogsc] .strong, [data-ogsc] .code { color: #f9fafb !important; }
[data-ogsc] .soft { color: #d1d5db !important; }
</style>`;

/** Outlook for Windows knows no max-width, so it gets a table of fixed width around the fluid one. */
const outlookOpening = `<!--[if mso]><table role="presentation" width="480" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->`;
const outlookClosing = '<!--[if mso]></td></tr></table><![endif]-->';

/** The built-in HTML part: one card on a page, the code the largest thing in it, nothing loaded from anywhere. */
export function htmlLayout(words: LayoutWords): string {
  return `<!doctype html>
<html lang="${words.lang}">
<head>
${head}
<title>${words.heading}</title>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f3f4f6;-webkit-text-size-adjust:100%">
<table ${table} class="page" style="background-color:#f3f4f6">
<tr>
<td align="center" style="padding:24px 12px">
${outlookOpening}
<table ${table} style="max-width:480px">
<tr>
<td class="card" style="padding:32px;background-color:#ffffff;border:1px solid #e5e7eb;border-radius:12px;word-break:break-word">
${card(words)}
</td>
</tr>
<tr>
<td align="center" style="padding:16px 12px 0;word-break:break-word">
<p class="soft" style="${small};font-size:13px">${words.footer}</p>
</td>
</tr>
</table>
${outlookClosing}
</td>
</tr>
</table>
</body>
</html>
`;
}

function card(words: LayoutWords): string {
  return `{% if applicationName %}<p class="soft" style="${small};font-weight:600">{{ applicationName }}</p>
{% endif %}<h1 class="strong" style="margin:0 0 16px;font-family:${sans};font-size:22px;line-height:28px;font-weight:700;color:#111827">${words.heading}</h1>
<p class="strong" style="${paragraph}">${words.instruction}</p>
<table ${table} style="margin:0 0 16px">
<tr>
<td align="center" class="box" style="padding:20px 8px;background-color:#f3f4f6;border:1px solid #d1d5db;border-radius:8px">
${code}
</td>
</tr>
</table>
<p class="strong" style="${paragraph}">${words.lifetime} ${words.secrecy}</p>
<p class="soft" style="${small}">${words.unexpected}</p>
{% if supportEmail %}<p class="soft" style="${small};margin:0">${words.support}</p>
{% endif %}`;
}

/** One run of text, so that it is selected, copied and read out as one; the padding makes up for the last letter's spacing. */
const code = `<span class="code" style="display:inline-block;padding-left:6px;font-family:${mono};font-size:36px;line-height:44px;font-weight:700;letter-spacing:6px;color:#111827;-webkit-user-select:all;user-select:all">{{ code }}</span>`;

/** The built-in text part: the same words in the same order, the code on a line of its own. */
export function textLayout(words: LayoutWords): string {
  return `${words.heading}{% if applicationName %} - {{ applicationName }}{% endif %}

${words.instruction}

{{ code }}

${words.lifetime} ${words.secrecy}

${words.unexpected}
{% if supportEmail %}
${words.support}
{% endif %}
${words.footer}
`;
}
