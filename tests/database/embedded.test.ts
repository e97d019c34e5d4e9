import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { geteuid, kill } from 'node:process';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded';
import { reachableBinaries } from '../../src/database/embedded-binaries';
import { placeCluster } from '../../src/database/embedded-place';
import { sharedRoot } from '../../src/database/embedded-user';

const isRoot = geteuid?.() === 0;

let parent: string;
let dataDir: string;
const databases: EmbeddedPostgres[] = [];
const owners: ChildProcess[] = [];

beforeEach(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'postern-embedded-')));
  await chmod(parent, 0o755);
  dataDir = join(parent, 'data');
});

afterEach(async () => {
  await Promise.all(databases.splice(0).map((database) => database.close()));
  for (const owner of owners.splice(0)) owner.kill('SIGKILL');
  const orphan = await serverPid().catch(() => 0);
  if (orphan > 0 && orphan !== process.pid && isRunning(orphan)) kill(orphan, 'SIGQUIT'); // of a test that failed
  await rm(parent, { recursive: true, force: true });
});

async function start(settings: Record<string, string> = { fsync: 'off' }): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, settings });
  databases.push(database);
  return database;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(folder = join(dataDir, 'postgres')): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'postmaster.pid'), 'utf8'), 10);
}

function isRunning(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch {
    return false;
  }
}

/** Another process that starts the database, and lives until it is killed. */
async function startOwner(): Promise<{ pid: number; url: string; killHard(): Promise<void> }> {
  const script = `
    require.extensions['.ts'] = (module, file) => module._compile(require('@swc/core').transformFileSync(file).code, file);
    const { startEmbeddedPostgres } = require(${JSON.stringify(require.resolve('../../src/database/embedded.ts'))});
    const options = { dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } };
    startEmbeddedPostgres(options).then(({ url }) => process.stdout.write(url));
    setInterval(() => {}, 1e6);
  `;
  const owner = spawn('node', ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'], cwd: join(__dirname, '../..') });
  owners.push(owner);
  const [url] = await once(owner.stdout, 'data');
  const killHard = async () => {
    const gone = once(owner, 'exit');
    owner.kill('SIGKILL');
    await gone;
  };
  return { pid: owner.pid ?? 0, url: String(url), killHard };
}

test('data stays from one start to the next', async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept AS SELECT 'ÄÖ' AS word");
  await first.close();

  const second = await start();
  expect(await query(second.url, "SELECT lower(word) AS word, current_setting('fsync') AS fsync FROM kept")).toEqual([
    { word: 'äö', fsync: 'off' },
  ]);
});

test('nothing is left running after close, and the folder is free', async () => {
  const database = await start();
  const idle = new Client({ connectionString: database.url });
  idle.on('error', () => undefined);
  await idle.connect();
  const pid = await serverPid();
  expect(isRunning(pid)).toBe(true);

  await Promise.all([database.close(), database.close()]);

  expect(isRunning(pid)).toBe(false);
  expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres-password', 'postgres.log']);
});

test('only the password opens the database, and only its owner can read that', async () => {
  const database = await start();
  const guess = new URL(database.url);
  guess.password = 'guess';
  const blank = new URL(database.url);
  blank.password = '';

  await expect(query(guess.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  await expect(query(blank.href, 'SELECT 1')).rejects.toThrow('password');
  expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
});

test('a second Postern on the same folder is refused', async () => {
  const owner = await startOwner();

  await expect(start()).rejects.toThrow(
    `The data folder ${dataDir} is in use by another Postern (process ${owner.pid}). ` +
      'Stop it, or set POSTERN_DATA_DIR to another folder.',
  );

  expect(await query(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await owner.killHard();
  await (await start()).close();
});

test('the server of a killed Postern is stopped, and its data is there', async () => {
  const owner = await startOwner();
  await query(owner.url, 'CREATE TABLE kept AS SELECT 7 AS number');
  const orphan = await serverPid();
  await owner.killHard();
  expect(isRunning(orphan)).toBe(true);

  const database = await start();

  expect(await serverPid()).not.toBe(orphan);
  await expect(query(owner.url, 'SELECT 1')).rejects.toThrow();
  expect(await query(database.url, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
});

test('of several that find the lock of a dead Postern, one gets the folder', async () => {
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'postern.lock'), JSON.stringify({ pid: process.pid, startTime: '1' }));

  const starts = await Promise.allSettled(Array.from({ length: 6 }, () => start()));

  const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  expect(started).toHaveLength(1);
});

test('a process id that somebody else has by now is no obstacle', async () => {
  await (await start()).close();
  await writeFile(
    join(dataDir, 'postgres', 'postmaster.pid'),
    `${process.pid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n`,
  );

  await (await start()).close();
});

test('a database of another version is left alone', async () => {
  await (await start()).close();
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '16\n');

  await expect(start()).rejects.toThrow(
    /The database in .* was made by PostgreSQL 16, and this Postern brings PostgreSQL 18/,
  );
});

test('a first start that fails leaves no half-made database', async () => {
  await mkdir(join(dataDir, 'postgres', 'something-else'), { recursive: true });

  await expect(start()).rejects.toThrow('could not be made');

  expect(await readdir(join(dataDir, 'postgres'))).toEqual(['something-else']);
  expect(await readdir(dataDir)).not.toContain('postgres.new');
});

test('what PostgreSQL says when it does not start is passed on', async () => {
  await expect(start({ fsync: 'perhaps' })).rejects.toThrow(/did not start: .*fsync.*Boolean/s);
  expect(await readdir(dataDir)).not.toContain('postern.lock');
});

(isRoot ? describe : describe.skip)('as root', () => {
  test('the server runs as somebody else, who cannot read the secrets', async () => {
    const database = await start();
    const status = await readFile(`/proc/${await serverPid()}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\t[1-9]/m);
    expect((await stat(join(dataDir, 'postgres'))).uid).not.toBe(0);
    expect((await stat(join(dataDir, 'postgres-password'))).uid).toBe(0);
    await database.close();
  });

  test('a data folder under a closed folder keeps its database elsewhere', async () => {
    await chmod(parent, 0o700);
    const database = await start();
    await query(database.url, 'CREATE TABLE kept AS SELECT 1 AS number');
    const { home } = await placeCluster(dataDir);
    expect(home.startsWith(`${sharedRoot}/`)).toBe(true);
    await database.close();

    // opened later: the data stays where it is
    await chmod(parent, 0o755);
    const again = await start();
    expect(await query(again.url, 'SELECT number FROM kept')).toEqual([{ number: 1 }]);
    await again.close();

    // deleted: a new start is a new start
    await rm(dataDir, { recursive: true });
    const fresh = await start();
    expect(await query(fresh.url, "SELECT to_regclass('kept') AS kept")).toEqual([{ kept: null }]);
    await fresh.close();
    await rm(home, { recursive: true });
  });

  test('binaries under a closed folder are copied once to where the server can run them', async () => {
    const folder = join(parent, 'native');
    await mkdir(join(folder, 'bin'), { recursive: true });
    await mkdir(join(folder, 'share', 'postgresql'), { recursive: true });
    await writeFile(join(folder, 'bin', 'postgres'), 'program', { mode: 0o700 });
    await writeFile(join(folder, 'share', 'postgresql', 'postgres.bki'), 'data', { mode: 0o600 });
    const binaries = { folder, version: `0-test-${randomBytes(4).toString('hex')}` };
    const user = { uid: 65534, gid: 65534 };

    const copies = await Promise.all([reachableBinaries(binaries, user), reachableBinaries(binaries, user)]);

    const copy = copies[0].folder;
    expect(copies[1].folder).toBe(copy);
    expect((await stat(join(copy, 'bin', 'postgres'))).mode & 0o777).toBe(0o755);
    expect(await reachableBinaries(copies[0], user)).toEqual(copies[0]);
    await rm(copy, { recursive: true });
  });
});
