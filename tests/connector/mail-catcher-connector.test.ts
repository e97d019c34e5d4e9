import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../process/spawn-gateway';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { connectorAdmin } from './connector-admin';

describe('the connector of the mail catcher', () => {
  let database: TestDatabase;
  let dataDir: string;
  let gateway: TestGateway;

  beforeEach(async () => {
    database = await cloneDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'postern-catcher-'));
    await start();
  });
  afterEach(async () => {
    await gateway.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const start = async () => {
    const port = await findFreePort();
    gateway = await startGateway(database, { POSTERN_MAIL_CATCHER: String(port), POSTERN_DATA_DIR: dataDir });
    return port;
  };
  const restart = async () => {
    await gateway.close();
    return start();
  };

  it('follows it to another port', async () => {
    const before = await connectorAdmin(gateway).active();
    const port = await restart();
    const after = await connectorAdmin(gateway).active();
    expect(after).toMatchObject({ id: before.id, config: { ...before.config, port } });
  });

  it('is left alone once an admin has made another one of it', async () => {
    const { id } = await connectorAdmin(gateway).active();
    const config = {
      host: 'smtp.example.com',
      port: 587,
      security: 'STARTTLS',
      authentication: 'LOGIN',
      user: 'postern',
    };
    await connectorAdmin(gateway).update(id, { ...config, password: 'secret' });
    await restart();
    expect(await connectorAdmin(gateway).active()).toMatchObject({ id, config, secretsSet: ['password'] });
  });

  it('is not set up where another connector exists, and stays deleted beside it', async () => {
    const { id } = await connectorAdmin(gateway).active();
    const other = await gateway.connect({ port: 2525 });
    await connectorAdmin(gateway).remove(id);
    await restart();
    expect(await connectorAdmin(gateway).list()).toMatchObject([{ id: other, status: 'ACTIVE' }]);
  });
});
