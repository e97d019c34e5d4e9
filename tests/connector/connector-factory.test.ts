import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { textFactory } from './text-factory';

const fields =
  'fields { key label kind required secret description placeholder defaultValue group options { value label } }';
const factoryDocument = `query ($id: ID!) { connectorFactory(id: $id) { id type name description logo readme ${fields} } }`;

describe('connector factories', () => {
  let database: TestDatabase;
  let gateway: TestGateway;

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const smtp = async () => (await gateway.call(factoryDocument, { id: 'smtp' })).data.connectorFactory;
  const smtpFields = async (): Promise<any[]> => (await smtp()).fields;

  it('are listed, all or those of a type', async () => {
    const document = 'query ($type: ConnectorType) { connectorFactories(type: $type) { id type name } }';
    const { data } = await gateway.call(document);
    expect(data.connectorFactories).toEqual([{ id: 'smtp', type: 'EMAIL', name: 'SMTP' }]);
    expect((await gateway.call(document, { type: 'EMAIL' })).data).toEqual(data);
    expect((await gateway.call(document, { type: 'SMS' })).data.connectorFactories).toEqual([]);
  });

  it.each(['pigeon', 'SMTP', '', '__proto__', 'constructor'])('are found by id only (%j is none)', async (id) => {
    expect(await gateway.call(factoryDocument, { id })).toEqual({ data: { connectorFactory: null } });
  });

  it('show a logo that is an image and a guide in Markdown', async () => {
    const { logo, readme, description } = await smtp();
    const [, svg = ''] = /^data:image\/svg\+xml;base64,([A-Za-z0-9+/]+=*)$/.exec(logo) ?? [];
    expect(Buffer.from(svg, 'base64').toString()).toMatch(/^<svg[\s\S]+<\/svg>\s*$/);
    expect(Buffer.from(svg, 'base64').toString()).not.toMatch(/<script|\son\w+=|href=/i);
    expect(readme).toMatch(/^# .+/);
    expect(readme).toMatch(/^## .+/m);
    expect(description).toMatch(/\.$/);
  });

  it.each(['en', 'en-GB', 'zz', 'de-AT', '', '-', 'constructor', '__proto__', 'toString', null])(
    'show the guide in English when asked for %j and there is no other',
    async (locale) => {
      const document = 'query ($locale: String) { connectorFactory(id: "smtp") { readme(locale: $locale) } }';
      const { data } = await gateway.call(document, { locale });
      expect(data.connectorFactory.readme).toBe((await smtp()).readme);
    },
  );

  it('show the guide in the asked language where there is one', async () => {
    const other = await startGateway(database, {}, { factories: [textFactory('EMAIL')] });
    const document = `{ connectorFactory(id: "text-email") {
      pt: readme(locale: "pt-BR") ptPT: readme(locale: "pt-PT") de: readme(locale: "de") deAT: readme(locale: "de-AT")
    } }`;
    const { data } = await other.call(document);
    expect(data.connectorFactory).toEqual({ pt: '# Texto', ptPT: '# Text', de: '# Texte', deAT: '# Texte' });
    await other.close();
  });

  it('name each field of the form with its kind', async () => {
    const kinds = (await smtpFields()).map(({ key, kind }) => [key, kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      ...{ host: 'TEXT', port: 'NUMBER', security: 'SELECT' },
      ...{ authentication: 'SELECT', user: 'TEXT', password: 'TEXT' },
      ...{ clientId: 'TEXT', clientSecret: 'TEXT', refreshToken: 'TEXT', accessUrl: 'TEXT' },
      ...{ fromEmail: 'TEXT', fromName: 'TEXT', replyTo: 'TEXT' },
      ...{ name: 'TEXT', connectionTimeout: 'NUMBER', greetingTimeout: 'NUMBER', socketTimeout: 'NUMBER' },
      ...{ maxConnections: 'NUMBER', customHeaders: 'JSON', servername: 'TEXT', rejectUnauthorized: 'SWITCH' },
      ca: 'MULTILINE',
    });
    expect(kinds).toHaveLength(22);
  });

  it('tell what must be given, what is secret and what stands in the form already', async () => {
    const all = await smtpFields();
    const keysWith = (property: string) => all.filter((field) => field[property]).map(({ key }) => key);
    expect(keysWith('required')).toEqual(['host', 'fromEmail']);
    expect(keysWith('secret')).toEqual(['password', 'clientSecret', 'refreshToken']);
    const defaults = all
      .filter(({ defaultValue }) => defaultValue !== null)
      .map(({ key, defaultValue }) => [key, JSON.parse(defaultValue)]);
    expect(Object.fromEntries(defaults)).toEqual({
      port: 587,
      security: 'STARTTLS',
      authentication: 'NONE',
      connectionTimeout: 10,
      greetingTimeout: 10,
      socketTimeout: 30,
      maxConnections: 5,
      rejectUnauthorized: true,
    });
  });

  it('put the fields under headings, the unnamed group first and each group in one piece', async () => {
    const groups = (await smtpFields()).map(({ group }) => group);
    const runs = groups.filter((group, index) => group !== groups[index - 1]);
    expect(runs).toEqual([null, 'Authentication', 'Sender', 'Advanced']);
  });

  it('offer the choices of a select, with words for each, and of nothing else', async () => {
    const all = await smtpFields();
    const options = Object.fromEntries(all.map((field) => [field.key, field.options]));
    expect(options.security).toEqual([
      { value: 'STARTTLS', label: 'STARTTLS (port 587)' },
      { value: 'TLS', label: 'TLS (port 465)' },
      { value: 'NONE', label: 'None (not encrypted)' },
    ]);
    for (const { kind, options } of all) expect(options.length > 0).toBe(kind === 'SELECT');
  });

  it('explain every field', async () => {
    for (const { label, description } of await smtpFields()) {
      expect(label).toMatch(/\S/);
      expect(description).toMatch(/\.$/);
    }
  });
});
