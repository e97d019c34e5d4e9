import { domainToUnicode } from 'node:url';
import { openStage, type Stage } from './stage';

const refused: Readonly<Record<string, string>> = {
  nothing: '',
  blanks: '   ',
  'a phone number': '+4915112345678',
  'no at sign': 'someone.example.com',
  'two at signs': 'someone@other@example.com',
  'no local part': '@example.com',
  'no domain': 'someone@',
  'a domain of one label': 'someone@localhost',
  'an IP address': 'someone@127.0.0.1',
  'an address literal': 'someone@[127.0.0.1]',
  'a dot at the end of the local part': 'someone.@example.com',
  'two dots': 'some..one@example.com',
  'a list with a comma': 'someone@example.com,other@example.com',
  'a list with a full-width comma': 'someone@example.com，other@example.com',
  'a list with a semicolon': 'someone@example.com;other@example.com',
  'a list with a blank': 'someone@example.com other@example.com',
  'angle brackets': '<someone@example.com>',
  'a display name': 'Someone <someone@example.com>',
  'full-width angle brackets': '＜someone@example.com＞',
  quotes: '"some one"@example.com',
  'quotes around an address': '"other@example.com"@example.com',
  'a comment': 'someone(comment)@example.com',
  'a backslash': 'some\\one@example.com',
  'a group': 'group:someone@example.com;',
  'an RFC 2047 word': '=?utf-8?q?other=40example.com?=@example.com',
  'a colon': 'someone@example.com:25',
  'a percent-encoded domain': 'someone@example%2ecom',
  'a path': 'someone@example.com/other',
  'a header after CR LF': 'someone@example.com\r\nBcc: other@example.com',
  'a command after CR LF': 'someone@example.com>\r\nRCPT TO:<other@example.com',
  'CR LF in the local part': 'some\r\none@example.com',
  'LF at the end': 'someone@example.com\n',
  'CR at the start': '\rsomeone@example.com',
  NUL: 'someone\0@example.com',
  'NUL at the end': 'someone@example.com\0',
  DEL: 'some\x7fone@example.com',
  'U+2028': 'someone@example.com\u2028Bcc: other@example.com',
  'U+2029': 'some\u2029one@example.com',
  'U+0085': 'some\u0085one@example.com',
  'a right-to-left override': 'some\u202eone@example.com',
  'a zero-width space': 'some\u200bone@example.com',
  'half a surrogate pair': 'some\ud800one@example.com',
  'a local part outside ASCII': 'käthe@example.com',
  'a local part of 65 octets': `${'a'.repeat(65)}@example.com`,
  'a label of 64 octets': `someone@${'a'.repeat(64)}.example`,
  'an address of 255 octets': `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.com`,
  '64 KB': `${'a'.repeat(65_536)}@example.com`,
  '64 KB of lists': 'a@example.com,'.repeat(4_681),
};

const accepted: [name: string, typed: string, onTheWire: string][] = [
  ['a plain address', 'someone@example.com', 'someone@example.com'],
  ['blanks around it', ' \tblanks@example.com ', 'blanks@example.com'],
  ['a full-width at sign', 'fullwidth＠example.com', 'fullwidth@example.com'],
  ['full-width letters', 'ｌｅｔｔｅｒｓ@ｅｘａｍｐｌｅ.com', 'letters@example.com'],
  ['capitals, which the local part keeps', 'Capital.Letters@EXAMPLE.Com', 'Capital.Letters@example.com'],
  ['a plus', 'plus+tag@example.com', 'plus+tag@example.com'],
  ['every character that needs no quotes', "!#$%&'*+-/=^_`{|}~@example.com", "!#$%&'*+-/=^_`{|}~@example.com"],
  ['an IDN', 'idn@bücher.example', 'idn@xn--bcher-kva.example'],
  ['an ideographic full stop', 'stop@example。com', 'stop@example.com'],
  ['a look-alike, which is another domain', 'lookalike@exаmple.com', 'lookalike@xn--exmple-4nf.com'],
];

describe('a recipient that is not one address', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test.each(Object.entries(refused))('%s: refused, with nothing sent and no budget spent', async (_name, recipient) => {
    expect(await stage.send({ recipient })).toEqual({
      __typename: 'InvalidRecipient',
      code: 'INVALID_RECIPIENT',
      message: expect.any(String),
    });
    const stored = await stage.database.query(
      'SELECT recipient FROM recipient_budget UNION ALL SELECT recipient FROM delivery',
    );
    expect(stored).toEqual([]);
  });
});

describe('a recipient that is one address', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test.each(accepted)('%s: one recipient on the wire and no new header', async (_name, recipient, address) => {
    const { mail: plain } = await stage.start();
    const { mail } = await stage.start({ recipient });

    const [local, domain = ''] = address.split('@');
    // the mailbox shows a domain in its Unicode form
    expect(mail.envelope).toEqual({ from: 'codes@example.com', to: [`${local}@${domainToUnicode(domain)}`] });
    expect(mail.raw.match(/^To: .*$/gm)).toEqual([`To: ${address}`]);
    expect(Object.keys(mail.headers).sort()).toEqual(Object.keys(plain.headers).sort());
  });

  test('a reply shows enough to recognise it, not the whole', async () => {
    const { verification } = await stage.send({ recipient: 'Very.Long.Name@Bücher.example' });

    expect(verification.recipient).toBe('V***@xn--bcher-kva.example');
    expect(await stage.find(verification.id)).toMatchObject({ recipient: 'V***@xn--bcher-kva.example' });
  });
});
