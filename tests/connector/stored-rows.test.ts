import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { connectorAdmin, signIn, unusedSmtp } from './connector-admin';

describe('connectors in the database', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let admin: ReturnType<typeof connectorAdmin>;

  beforeEach(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
    admin = connectorAdmin(gateway);
  });
  afterEach(async () => {
    await gateway.close();
    await database.drop();
  });

  it('hold no secret in clear, nor in any form that it can be read from', async () => {
    const secrets = {
      password: 'password-in-clear',
      clientSecret: 'client-secret-in-clear',
      refreshToken: 'token-in-clear',
    };
    const { connector } = await admin.create({
      ...unusedSmtp,
      authentication: 'OAUTH2',
      user: 'u',
      clientId: 'c',
      ...secrets,
    });
    expect(connector.secretsSet.sort()).toEqual(Object.keys(secrets).sort());
    await admin.update(connector.id, { refreshToken: 'second-token-in-clear' });
    const dump = await database.dump();
    for (const secret of [...Object.values(secrets), 'second-token-in-clear']) {
      for (const encoding of ['utf8', 'base64', 'base64url', 'hex'] as const) {
        expect(dump).not.toContain(Buffer.from(secret).toString(encoding));
        expect(gateway.logs()).not.toContain(Buffer.from(secret).toString(encoding));
      }
    }
    expect(dump).toContain('v1.test.');
  });

  it('hold another ciphertext for the same secret each time', async () => {
    const [one, two] = [await create('the-same-secret'), await create('the-same-secret')];
    expect(await ciphertextOf(one)).not.toBe(await ciphertextOf(two));
  });

  it('do not open a ciphertext that was moved from another row', async () => {
    const [one, two] = [await create('secret-of-the-first'), await create('secret-of-the-second')];
    await database.query('UPDATE connector SET secrets = $2 WHERE id = $1', [two, await ciphertextOf(one)]);
    expect(await admin.activate(two)).toMatchObject({
      error: {
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(/^Update the connector's parameters .*password: /),
      },
    });
    expect(gateway.logs()).not.toContain('secret-of-the-first');
    expect(await admin.active()).toMatchObject({ status: 'ACTIVE' });
    expect(await admin.remove(two)).toBe(two);
  });

  it('cannot be active two at a time, whoever writes them', async () => {
    const [one, two] = [await create('secret'), await create('secret')];
    expect(await admin.active()).toMatchObject({ id: two });
    await expect(database.query(`UPDATE connector SET status = 'ACTIVE' WHERE id = $1`, [one])).rejects.toThrow(
      'connector_one_active_per_type',
    );
  });

  it.each([
    ['a status that is none', `status = 'PAUSED'`],
    ['a type that is none', `type = 'PIGEON'`],
    ['secrets that are not named', `secret_keys = '{}'`],
    ['an active one that was never activated', 'activated_at = NULL'],
  ])('cannot have %s', async (_, change) => {
    await create('secret');
    await expect(database.query(`UPDATE connector SET ${change}`)).rejects.toThrow('violates check constraint');
  });

  const create = async (password: string): Promise<string> =>
    (await admin.create({ ...unusedSmtp, ...signIn(password) })).connector.id;
  const ciphertextOf = async (id: string) => {
    const [row] = await database.query<{ secrets: string }>('SELECT secrets FROM connector WHERE id = $1', [id]);
    return row?.secrets;
  };
});
