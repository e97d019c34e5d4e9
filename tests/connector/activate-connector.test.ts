import { randomUUID } from 'node:crypto';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { verifier } from '../verification/verifier';
import { connectorAdmin, unusedSmtp } from './connector-admin';

describe('the life of a connector', () => {
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

  const sendFails = async () => {
    const { errors } = await verifier(gateway).send({ recipient: 'jane@example.com' });
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'No EMAIL connector is active. An admin has to set one up or activate one first.',
        extensions: { code: 'CONNECTOR_NOT_CONFIGURED' },
      }),
    ]);
  };

  it('begins with nothing', async () => {
    expect(await admin.list()).toEqual([]);
    expect(await admin.active()).toBeNull();
    await sendFails();
  });

  it('activates one in the place of another, and back', async () => {
    const first = (await admin.create(unusedSmtp)).connector;
    const second = (await admin.create(unusedSmtp, { activate: false })).connector;
    const switched = await admin.activate(second.id);
    expect(switched.connector).toMatchObject({ id: second.id, status: 'ACTIVE', activatedAt: expect.any(String) });
    expect(switched.replaced).toMatchObject({ id: first.id, status: 'INACTIVE', config: first.config });
    const back = await admin.activate(first.id);
    expect(back).toMatchObject({ connector: { id: first.id, status: 'ACTIVE' }, replaced: { id: second.id } });
    expect(await admin.active()).toEqual(back.connector);
  });

  it('leaves the active one as it is when it is activated again', async () => {
    const { connector } = await admin.create(unusedSmtp);
    expect(await admin.activate(connector.id)).toEqual({ connector, replaced: null });
  });

  it('does not activate one whose parameters do not fit any more', async () => {
    const { connector } = await admin.create(unusedSmtp, { activate: false });
    await database.query(`UPDATE connector SET config = config - 'host' || '{ "old": 1 }' WHERE id = $1`, [
      connector.id,
    ]);
    const { error } = await admin.activate(connector.id);
    expect(error.code).toBe('BAD_USER_INPUT');
    expect(error.message).toMatch(/^Update the connector's parameters before activating it\. old: .+ host: .+/);
    expect(await admin.active()).toBeNull();
  });

  it('deactivates one and keeps it', async () => {
    const { connector } = await admin.create(unusedSmtp);
    const { connector: inactive, replaced } = await admin.deactivate(connector.id);
    expect(inactive).toEqual({ ...connector, status: 'INACTIVE', updatedAt: inactive.updatedAt });
    expect(replaced).toBeNull();
    expect(await admin.deactivate(connector.id)).toEqual({ connector: inactive, replaced: null });
    expect(await admin.active()).toBeNull();
    await sendFails();
    expect(await admin.activate(connector.id)).toMatchObject({ connector: { status: 'ACTIVE' }, replaced: null });
  });

  it.each([true, false])('deletes one for good (active: %s)', async (activate) => {
    const { connector } = await admin.create(unusedSmtp, { activate });
    expect(await admin.remove(connector.id)).toBe(connector.id);
    expect(await admin.find(connector.id)).toBeNull();
    expect(await admin.active()).toBeNull();
    expect(await database.query('SELECT FROM connector')).toEqual([]);
    await sendFails();
    expect(await admin.remove(connector.id)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('finds none with an id that is unknown, or no id at all', async () => {
    const braced = '{00000000-0000-4000-8000-000000000000}';
    for (const id of [randomUUID(), 'no-uuid', '', "' OR true --", '\u0000', braced]) {
      const error = { code: 'NOT_FOUND', message: `There is no connector with the id "${id}".` };
      expect(await admin.find(id)).toBeNull();
      expect(await admin.update(id, { fromName: 'Nobody' })).toEqual({ error });
      expect(await admin.activate(id)).toEqual({ error });
      expect(await admin.deactivate(id)).toEqual({ error });
      expect(await admin.remove(id)).toEqual({ error });
      expect(await admin.test(unusedSmtp, { connectorId: id })).toEqual({ error });
    }
  });
});
