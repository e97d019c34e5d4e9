import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneDatabase } from '../testkit/database';
import { findFreePort, type SpawnedGateway, spawnGateway } from './spawn-gateway';

async function call(url: string, query: string, key?: string): Promise<any> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

/** Ids of the running processes whose command line or folder has to do with a data folder. */
async function processesOf(dataDir: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(dataDir));
}

describe('the gateway as a process of its own', () => {
  let dataDir: string;
  let running: SpawnedGateway[];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'postern-process-'));
    running = [];
  });
  afterEach(async () => {
    for (const { child, exitCode } of running) {
      if (child.exitCode === null) child.kill('SIGTERM');
      await exitCode();
    }
    await rm(dataDir, { recursive: true, force: true });
  });
  const start = (environment: Record<string, string>, command?: string[]) => {
    const address = { PORT: '0', POSTERN_PUBLIC_URL: 'https://postern.example' };
    const gateway = spawnGateway({ ...address, POSTERN_DATA_DIR: dataDir, ...environment }, command);
    running.push(gateway);
    return gateway;
  };
  const fails = async (environment: Record<string, string>) => {
    const gateway = start(environment);
    return { exitCode: await gateway.exitCode(), output: gateway.output };
  };

  it('needs no setting, finds everything again at its second start and leaves nothing behind', async () => {
    const mailPort = String(await findFreePort());
    const first = start({ POSTERN_MAIL_CATCHER: mailPort });
    const [, url = ''] = await first.waitForOutput(/GraphQL +(\S+)/);
    const [, key = ''] = await first.waitForOutput(/Admin key +(\S+)/);
    const sent = await call(
      url,
      'mutation { sendVerificationCode(input: { recipient: "you@example.com", usage: SIGN_IN }) { ... on VerificationStarted { verification { id } } } }',
    );
    const { id } = sent.data.sendVerificationCode.verification;
    await first.waitForOutput(/"msg":"sent"/);
    const inbox = '{ caughtMails { to subject } activeConnector { factoryId config } }';
    const caught = { caughtMails: [{ to: ['you@example.com'], subject: expect.stringMatching(/^\d{6} is/) }] };
    expect(await call(url, inbox, key)).toMatchObject({
      data: { ...caught, activeConnector: { factoryId: 'smtp', config: { port: Number(mailPort) } } },
    });
    expect((await stat(join(dataDir, 'encryption-keys'))).mode & 0o077).toBe(0);
    first.child.kill('SIGTERM');
    expect(await first.exitCode()).toBe(0);
    expect(await processesOf(dataDir)).toEqual([]);

    const second = start({ POSTERN_MAIL_CATCHER: mailPort });
    const [, secondUrl = ''] = await second.waitForOutput(/GraphQL +(\S+)/);
    await second.waitForOutput(/Ctrl-C stops it/);
    expect(second.output).toMatch(/Admin key +the one you have/);
    expect(second.output).not.toContain(key);
    expect(await call(secondUrl, `{ verification(id: "${id}") { status deliveryStatus } }`)).toEqual({
      data: { verification: { status: 'PENDING', deliveryStatus: 'SENT' } },
    });
    expect(await call(secondUrl, inbox, key)).toMatchObject({ data: caught });
    second.child.kill('SIGINT');
    expect(await second.exitCode()).toBe(0);
    expect(await processesOf(dataDir)).toEqual([]);
  });

  it('uses the database of DATABASE_URL instead, and starts none', async () => {
    const database = await cloneDatabase();
    const gateway = start({ DATABASE_URL: database.url, POSTERN_MAIL_CATCHER: 'off' });
    await gateway.waitForOutput(/Database +the one of DATABASE_URL/);
    expect(await readdir(dataDir)).toEqual(['encryption-keys']);
    gateway.child.kill('SIGTERM');
    expect(await gateway.exitCode()).toBe(0);
    await database.drop();
  });

  it('heeds a signal that comes while it is starting', async () => {
    const gateway = start({ POSTERN_MAIL_CATCHER: 'off' });
    await new Promise((resolve) => gateway.child.once('spawn', resolve));
    while (!(await readdir(dataDir)).includes('postern.lock')) {
      expect(gateway.child.exitCode).toBeNull();
    }
    gateway.child.kill('SIGTERM');
    expect(await gateway.exitCode()).toBe(0);
    expect(await processesOf(dataDir)).toEqual([]);
  });

  it('ends when its database does', async () => {
    const gateway = start({ POSTERN_MAIL_CATCHER: 'off' });
    await gateway.waitForOutput(/Ctrl-C stops it/);
    const [pid] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    expect(await gateway.exitCode()).toBe(1);
    expect(gateway.output).toContain('The embedded PostgreSQL ended by itself');
  });

  it('gets the signals that npm gets', async () => {
    // without its scripts, so that it does not build while other tests run from the build
    const npmStart = ['npm', 'run', '--ignore-scripts', 'start'];
    const gateway = start({ POSTERN_MAIL_CATCHER: 'off' }, npmStart);
    await gateway.waitForOutput(/Ctrl-C stops it/);
    gateway.child.kill('SIGTERM');
    await gateway.exitCode();
    expect(gateway.output).toContain('Asked to stop');
    expect(await processesOf(dataDir)).toEqual([]);
  });

  it('says in one sentence that its port is in use', async () => {
    const database = await cloneDatabase();
    const port = await findFreePort();
    const other = createServer().listen(port, '127.0.0.1');
    const { exitCode, output } = await fails({
      DATABASE_URL: database.url,
      PORT: String(port),
      POSTERN_MAIL_CATCHER: 'off',
    });
    other.close();
    expect(exitCode).toBe(1);
    expect(output).toBe(
      `Postern cannot start:\nPort ${port} is already in use. Stop the other program, or set PORT to another one.\n`,
    );
    expect(await database.query('SELECT * FROM admin_key')).toEqual([]);
    await database.drop();
  });

  it('says in one sentence that the database cannot be reached', async () => {
    const port = await findFreePort();
    const { exitCode, output } = await fails({ DATABASE_URL: `postgres://127.0.0.1:${port}/postern` });
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      new RegExp(
        `^Postern cannot start:\\nThe database at 127.0.0.1:${port}/postern cannot be used \\(.*ECONNREFUSED.*\\)\\. Check DATABASE_URL and that PostgreSQL is running\\.\\n$`,
      ),
    );
  });

  it('names every bad variable at once', async () => {
    const { exitCode, output } = await fails({ PORT: 'http', POSTERN_WORKER: 'maybe', POSTERN_TYPO: '1' });
    expect(exitCode).toBe(1);
    expect(output.split('\n')).toEqual([
      'Postern cannot start:',
      'PORT must be a whole number from 0 to 65535.',
      'POSTERN_WORKER must be inline, off or only.',
      'POSTERN_TYPO is not a variable of this version of Postern; remove it or correct its name.',
      '',
    ]);
  });

  it('does not start with other encryption keys than the database was set up with', async () => {
    const database = await cloneDatabase();
    const keys = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
    const environment = { DATABASE_URL: database.url, POSTERN_MAIL_CATCHER: 'off' };
    const right = start({ ...environment, POSTERN_ENCRYPTION_KEYS: keys('k1', 1) });
    await right.waitForOutput(/Ctrl-C stops it/);
    for (const wrong of [keys('k1', 2), keys('k2', 1)]) {
      const { exitCode, output } = await fails({ ...environment, POSTERN_ENCRYPTION_KEYS: wrong });
      expect(exitCode).toBe(1);
      expect(output).toMatch(/^Postern cannot start:\nThe encryption keys do not fit this database: .+\n$/);
    }
    const rotated = start({ ...environment, POSTERN_ENCRYPTION_KEYS: `${keys('k2', 2)},${keys('k1', 1)}` });
    await rotated.waitForOutput(/Ctrl-C stops it/);
    for (const gateway of [right, rotated]) gateway.child.kill('SIGTERM');
    await Promise.all([right.exitCode(), rotated.exitCode()]);
    await database.drop();
  });
});
