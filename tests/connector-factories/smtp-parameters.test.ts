import { builtInFactories } from '../../src/connector-factories/catalog';
import { smtp } from '../../src/connector-factories/smtp/smtp';
import { connectorFields, secretKeys } from '../../src/connector-kit/connector-field';
import { parseConfig } from '../../src/connector-kit/parse-config';
import { selfSignedCertificate } from '../testkit/certificate';

const least = { host: 'smtp.example.com', fromEmail: 'codes@example.com' };
const login = { authentication: 'LOGIN', user: 'codes@example.com', password: 'secret' };
const oauth = {
  authentication: 'OAUTH2',
  user: 'codes@example.com',
  clientId: 'id',
  clientSecret: 'secret',
  refreshToken: 'token',
};

/** The paths of the problems, and that each says in a sentence what to do. */
function problems(parameters: Record<string, unknown>): string[] {
  const parsed = parseConfig(smtp.schema, parameters);
  if (parsed.ok) return [];
  for (const { message } of parsed.issues) expect(message).toMatch(/^[A-Z].*\.$/);
  return parsed.issues.map(({ path }) => path).sort();
}

describe('the factory', () => {
  test('is in the catalog with its logo and guide', () => {
    expect(builtInFactories).toContain(smtp);
    expect(smtp).toMatchObject({ id: 'smtp', type: 'EMAIL', name: 'SMTP' });
    expect(smtp.logo).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(Buffer.from(smtp.logo.split(',')[1] ?? '', 'base64').toString()).toMatch(/^<svg /);
    expect(smtp.readme.en).toMatch(/^# /);
  });

  test('its guide names every field by its label', () => {
    for (const { label } of connectorFields(smtp.schema)) expect(smtp.readme.en).toContain(`**${label}**`);
  });

  test('its destination names fields, none of them secret', () => {
    const keys = connectorFields(smtp.schema).map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining([...smtp.destination]));
    expect(smtp.destination.filter((key) => secretKeys(smtp.schema).includes(key))).toEqual([]);
  });
});

describe('the form', () => {
  test('kinds, groups and defaults', () => {
    const fields = connectorFields(smtp.schema).map(({ key, kind, required, group, defaultValue }) => [
      key,
      kind,
      required ? 'required' : defaultValue,
      group,
    ]);
    expect(fields).toEqual([
      ['host', 'TEXT', 'required', undefined],
      ['port', 'NUMBER', '587', undefined],
      ['security', 'SELECT', '"STARTTLS"', undefined],
      ['authentication', 'SELECT', '"NONE"', 'Authentication'],
      ['user', 'TEXT', undefined, 'Authentication'],
      ['password', 'TEXT', undefined, 'Authentication'],
      ['clientId', 'TEXT', undefined, 'Authentication'],
      ['clientSecret', 'TEXT', undefined, 'Authentication'],
      ['refreshToken', 'TEXT', undefined, 'Authentication'],
      ['accessUrl', 'TEXT', undefined, 'Authentication'],
      ['fromEmail', 'TEXT', 'required', 'Sender'],
      ['fromName', 'TEXT', undefined, 'Sender'],
      ['replyTo', 'TEXT', undefined, 'Sender'],
      ['name', 'TEXT', undefined, 'Advanced'],
      ['connectionTimeout', 'NUMBER', '10', 'Advanced'],
      ['greetingTimeout', 'NUMBER', '10', 'Advanced'],
      ['socketTimeout', 'NUMBER', '30', 'Advanced'],
      ['maxConnections', 'NUMBER', '5', 'Advanced'],
      ['customHeaders', 'JSON', undefined, 'Advanced'],
      ['servername', 'TEXT', undefined, 'Advanced'],
      ['rejectUnauthorized', 'SWITCH', 'true', 'Advanced'],
      ['ca', 'MULTILINE', undefined, 'Advanced'],
    ]);
  });

  test('secrets and options', () => {
    expect(secretKeys(smtp.schema)).toEqual(['password', 'clientSecret', 'refreshToken']);
    const values = (name: string) =>
      connectorFields(smtp.schema)
        .find(({ key }) => key === name)
        ?.options.map(({ value }) => value);
    expect(values('security')).toEqual(['STARTTLS', 'TLS', 'NONE']);
    expect(values('authentication')).toEqual(['NONE', 'LOGIN', 'OAUTH2']);
  });
});

describe('parameters', () => {
  test('host and from e-mail are all it takes', () => {
    const defaults = { port: 587, security: 'STARTTLS', authentication: 'NONE', rejectUnauthorized: true };
    expect(parseConfig(smtp.schema, least)).toMatchObject({ ok: true, config: { ...least, ...defaults } });
    expect(problems({})).toEqual(['fromEmail', 'host']);
  });

  test('each way to sign in names what it lacks', () => {
    expect(problems({ ...least, authentication: 'LOGIN' })).toEqual(['password', 'user']);
    expect(problems({ ...least, authentication: 'OAUTH2' })).toEqual([
      'clientId',
      'clientSecret',
      'refreshToken',
      'user',
    ]);
    expect(problems({ ...least, ...login })).toEqual([]);
    expect(problems({ ...least, ...oauth })).toEqual([]);
    expect(problems({ ...least, authentication: 'constructor' })).toEqual(['authentication']);
  });

  test('all problems come at once, each once', () => {
    const wrong = {
      port: 'x',
      authentication: 'LOGIN',
      user: 5,
      security: 'NONE',
      customHeaders: { Subject: 'x' },
      typo: 1,
    };
    const paths = ['customHeaders.Subject', 'fromEmail', 'host', 'password', 'port', 'security', 'typo', 'user'];
    expect(problems(wrong)).toEqual(paths);
  });

  test('credentials are never sent unencrypted, but for a server on this machine', () => {
    for (const credentials of [login, oauth]) {
      expect(problems({ ...least, ...credentials, security: 'NONE' })).toEqual(['security']);
      expect(problems({ ...least, ...credentials, security: 'NONE', host: '10.0.0.1' })).toEqual(['security']);
      for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '::1']) {
        expect(problems({ ...least, ...credentials, security: 'NONE', host })).toEqual([]);
      }
    }
    expect(problems({ ...least, security: 'NONE' })).toEqual([]);
  });

  test('any port goes with any encryption', () => {
    expect(problems({ ...least, port: 465, security: 'STARTTLS' })).toEqual([]);
    expect(problems({ ...least, port: 587, security: 'TLS' })).toEqual([]);
  });

  test.each<[string, unknown[], unknown[]]>([
    [
      'host',
      ['smtp.example.com', 'mail', 'mail_server', '192.0.2.1', '2001:db8::1', 'xn--mller-kva.example'],
      ['https://smtp.example.com', 'smtp.example.com:587', 'a b', '[::1]', '300.1.2.3', 'müller.example', 'a..b', 5],
    ],
    ['port', [1, 65535], [0, 65536, 587.5, '587', Number.NaN]],
    ['security', ['TLS'], ['tls', true]],
    [
      'fromEmail',
      ["o'brien+codes@mail.example.com", 'postern@localhost', 'a@xn--mller-kva.example'],
      ['Codes <codes@example.com>', 'a@b@c', 'codes', 'a@example.com,b@example.com', 'a @b.c', 'a@b.c\n', '.a@b.c'],
    ],
    ['replyTo', ['support@example.com'], ['<support@example.com>', `${'a'.repeat(65)}@example.com`]],
    ['fromName', ['Käthe & Co. "Ltd"'], ['a\r\nBcc: b@example.org', 'a\nb', 'a\u0000b', 'a\u2028b']],
    [
      'accessUrl',
      ['https://login.example.com/token', 'http://127.0.0.1:8080/token', 'http://[::1]/token'],
      ['http://login.example.com/token', 'login.example.com', 'https://a:b@login.example.com', 'file:///etc/passwd'],
    ],
    ['password', [' pä$$ 🔑 '], ['secret\n', 'a\u0000b', '\ud800', 5]],
    ['name', ['postern.example.com', '[192.0.2.1]', '[IPv6:2001:db8::1]'], ['a b', '[x]', 'a\r\nMAIL']],
    ['connectionTimeout', [1, 120], [0, 121, 1.5, '10']],
    ['greetingTimeout', [1], [0]],
    ['socketTimeout', [600], [601]],
    ['maxConnections', [1, 100], [0, 101]],
    ['servername', ['mail.example.com'], ['192.0.2.1', 'https://mail.example.com']],
    ['rejectUnauthorized', [false], ['false', 0]],
    [
      'ca',
      [selfSignedCertificate().cert.repeat(2)],
      ['x', '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----'],
    ],
    ['customHeaders', [{}, { 'X-Environment': 'staging' }], ['X: y', []]],
  ])('%s', (key, right, wrong) => {
    for (const value of right) expect([value, problems({ ...least, [key]: value })]).toEqual([value, []]);
    for (const value of wrong) expect([value, problems({ ...least, [key]: value })]).toEqual([value, [key]]);
  });

  test.each([
    ['Subject', 'x'],
    ['bcc', 'x'],
    ['content-type', 'x'],
    ['DKIM-Signature', 'x'],
    ['Auto-Submitted', 'no'],
    ['X Y', 'x'],
    ['X:Y', 'x'],
    ['', 'x'],
    ['X-Ü', 'x'],
    ['X-Y', 'a\r\nBcc: b@example.org'],
    ['X-Y', 5],
  ])('the custom header "%s: %j" is refused by its name', (name, value) => {
    expect(problems({ ...least, customHeaders: { [name]: value } })).toEqual([`customHeaders.${name}`]);
  });
});

test('each problem of the custom headers comes at once', () => {
  expect(problems({ ...least, customHeaders: { Subject: 'x', 'a b': 3 } })).toEqual([
    'customHeaders.Subject',
    'customHeaders.a b',
    'customHeaders.a b',
  ]);
});
