import { createHash, randomUUID } from 'node:crypto';
import { type Scope, scopes } from '../../src/access/scopes';
import { connectorAdmin, smtpTo } from '../connector/connector-admin';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { type Mailbox, startMailbox } from '../testkit/mailbox';
import { verifier } from '../verification/verifier';
import { type RootField, rootFields } from './root-fields';

const publicFields = ['verification', 'sendVerificationCode', 'resendVerificationCode', 'verifyVerificationCode'];

/** What each scope opens; everything that is not public stands here once. */
const opens: Record<Scope, string[]> = {
  'connector:read': ['connectorFactories', 'connectorFactory', 'connectors', 'connector', 'activeConnector'],
  'connector:write': [
    'createConnector',
    'updateConnector',
    'activateConnector',
    'deactivateConnector',
    'deleteConnector',
  ],
  'connector:test': ['testConnector'],
  'template:read': ['messageTemplates', 'messageTemplate', 'templateVariables', 'previewMessageTemplate'],
  'template:write': ['saveMessageTemplate', 'resetMessageTemplate'],
  'delivery:read': ['deliveries', 'delivery'],
  'delivery:recipients': [],
  'mail-catcher:read': ['caughtMails'],
};

describe('who may call what', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let mailbox: Mailbox;
  let fields: RootField[];

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    mailbox = await startMailbox();
    fields = await rootFields(gateway);
  });
  afterAll(async () => {
    await gateway.close();
    await mailbox.close();
    await database.drop();
  });

  /** A key that is stored with these scopes. */
  const keyWith = async (...granted: Scope[]) => {
    const key = `key-${randomUUID()}`;
    const hash = createHash('sha256').update(key).digest();
    await database.query(`INSERT INTO admin_key (id, name, hash, scopes) VALUES ($1, 'test', $2, $3)`, [
      randomUUID(),
      hash,
      granted,
    ]);
    return key;
  };
  /** Arguments that each field would do something with, were it let in. */
  const effective = async () => {
    const { connector } = await connectorAdmin(gateway).create(smtpTo(mailbox));
    const code = { subject: 'Own {{ code }}', html: '<p>{{ code }}</p>' };
    const ids = { id: connector.id, verificationId: randomUUID(), factoryId: 'smtp' };
    return { ...ids, ...code, code: '123456', config: smtpTo(mailbox), recipient: `${randomUUID()}@example.com` };
  };
  const codeOf = async ({ document, variables }: RootField, key: string | null, values: Record<string, unknown>) =>
    (await gateway.call(document, variables(values), { key })).errors?.[0]?.extensions.code;
  /** What each field answers, by its name; undefined: it was let in and did its work. */
  const codesOf = async (key: string | null, values: Record<string, unknown>) =>
    Object.fromEntries(
      await Promise.all(fields.map(async (field) => [field.name, await codeOf(field, key, values)] as const)),
    );
  const adminFields = () => fields.map(({ name }) => name).filter((name) => !publicFields.includes(name));
  const all = (names: string[], code: string | undefined) => Object.fromEntries(names.map((name) => [name, code]));

  it('is told for every field that there is', () => {
    const told = [...publicFields, ...Object.values(opens).flat()];
    expect(fields.map(({ name }) => name).sort()).toEqual(told.sort());
    expect(Object.keys(opens)).toEqual([...scopes]);
  });

  it.each([
    ['without a key', async () => null, 'UNAUTHENTICATED'],
    ['with a key that nobody made', async () => 'key-that-nobody-made-0000001', 'UNAUTHENTICATED'],
    ['with a key of no scopes', () => keyWith(), 'FORBIDDEN'],
    ['with a key that shows recipients only', () => keyWith('delivery:recipients'), 'FORBIDDEN'],
  ])('%s: all that is public, and nothing else is run', async (_, makeKey, refusal) => {
    const values = await effective();
    const key = await makeKey();
    const before = await configuration();
    const codes = await codesOf(key, values);
    expect(codes).toEqual({ ...all(publicFields, undefined), ...all(adminFields(), refusal) });
    expect(await configuration()).toEqual(before);
    const tests = mailbox.mails.filter(({ subject }) => subject === '123456 is your verification code');
    expect(tests.filter(({ envelope }) => envelope.to.includes(values.recipient))).toEqual([]);
  });

  it.each(scopes.map((scope) => [scope]))('with the scope %s alone: what it opens', async (scope) => {
    const key = await keyWith(scope);
    for (const field of fields.filter(({ name }) => !publicFields.includes(name))) {
      const expected = opens[scope].includes(field.name) ? undefined : 'FORBIDDEN';
      expect([field.name, await codeOf(field, key, await effective())]).toEqual([field.name, expected]);
    }
  });

  it('tells which scope is missing', async () => {
    const { errors } = await gateway.call('{ connectors { id } }', {}, { key: await keyWith('template:read') });
    expect(errors?.[0]?.message).toBe('This needs an admin key with the scope connector:read.');
  });

  it('refuses before it looks at the arguments, and one field for all that it is called', async () => {
    const document =
      '{ one: connector(id: "no-uuid") { id } two: connector(id: "no-uuid") { id } verification(id: "x") { id } }';
    const { data, errors } = await gateway.call(document, {}, { key: null });
    expect(data).toEqual({ one: null, two: null, verification: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['one'], 'UNAUTHENTICATED'],
      [['two'], 'UNAUTHENTICATED'],
    ]);
  });

  it('shows whole recipients only to a key that may read them', async () => {
    const { verification } = await verifier(gateway).send({ recipient: 'jane.doe@example.com' });
    const recipientFor = async (key: string) => {
      const { data } = await gateway.call(
        '{ deliveries { edges { node { verificationId recipient } } } }',
        {},
        { key },
      );
      return data.deliveries.edges.find(({ node }: any) => node.verificationId === verification.id).node.recipient;
    };
    expect(await recipientFor(await keyWith('delivery:read'))).toBe('j***@example.com');
    expect(await recipientFor(await keyWith('delivery:read', 'delivery:recipients'))).toBe('jane.doe@example.com');
  });

  const configuration = async () => [
    await database.query('SELECT * FROM connector ORDER BY id'),
    await database.query('SELECT * FROM message_template ORDER BY id'),
    await database.query('SELECT * FROM admin_key ORDER BY id'),
    await database.query('SELECT * FROM configuration_version'),
  ];
});
