import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../shared/errors';
import { binaryPath, type PostgresBinaries } from './embedded-binaries';
import type { ClusterPlace } from './embedded-place';
import { giveTo, type ServerUser } from './embedded-user';

const run = promisify(execFile);

/** The superuser of the cluster, and the only account in it. */
export const databaseUser = 'postern';

/** Nothing of the gateway's environment reaches PostgreSQL: it holds secrets, and PG* and LC_* variables change results. */
export const childEnvironment = { LC_ALL: 'C', TZ: 'UTC' };

export interface ClusterOptions {
  /** Where the password is, or will be, kept; readable by this process's account only. */
  passwordFile: string;
  /** Whether new files must survive a power cut. */
  sync: boolean;
}

/**
 * Makes the cluster if there is none yet.
 * @returns the password of `databaseUser`
 * @throws StartError when the cluster does not fit the binaries or cannot be made
 */
export async function openCluster(
  place: ClusterPlace,
  binaries: PostgresBinaries,
  options: ClusterOptions,
): Promise<string> {
  const version = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch(ifMissing);
  const password = await readFile(options.passwordFile, 'utf8').catch(ifMissing);
  if (version === undefined) return makeCluster(place, binaries, options);
  checkVersion(place.cluster, version.trim(), binaries);
  if (password !== undefined) return password;
  await setAside(place, options.passwordFile);
  return makeCluster(place, binaries, options);
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function checkVersion(cluster: string, version: string, binaries: PostgresBinaries): void {
  const [ours] = binaries.version.split('.');
  if (version === ours) return;
  throw new StartError(
    `The database in ${cluster} was made by PostgreSQL ${version}, and this Postern brings PostgreSQL ${ours}. ` +
      'Dump it with the Postern that made it and load it into a new data folder, or set DATABASE_URL.',
  );
}

// A cluster that lies elsewhere outlives a data folder that somebody deleted to start anew. Its secrets were in there.
async function setAside(place: ClusterPlace, passwordFile: string): Promise<void> {
  if (place.home !== dirname(passwordFile)) return rename(place.cluster, `${place.cluster}.${Date.now()}`);
  throw new StartError(
    `The database in ${place.cluster} cannot be opened without its password: ${passwordFile} is missing. ` +
      'Restore that file, or delete the database to start with an empty one.',
  );
}

// Everything is made in a folder beside the cluster's place and moved there when it is whole: an attempt that fails or is
// killed leaves no cluster, and the next one deletes what is left of it.
async function makeCluster(place: ClusterPlace, binaries: PostgresBinaries, options: ClusterOptions): Promise<string> {
  const draft = join(place.home, 'postgres.new');
  const password = randomBytes(24).toString('base64url');
  await rm(draft, { recursive: true, force: true });
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeSecret(join(draft, 'password'), password);
    if (place.user) await giveTo(place.user, draft);
    await initialise(draft, binaries, place.user, options.sync);
    await writeSecret(options.passwordFile, password);
    await rename(join(draft, 'cluster'), place.cluster);
    return password;
  } catch (cause) {
    throw new StartError(
      `The database in ${place.cluster} could not be made: ${explain(cause)}\n` +
        'Set DATABASE_URL to use a PostgreSQL server of your own instead.',
      { cause },
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function initialise(draft: string, binaries: PostgresBinaries, user: ServerUser | undefined, sync: boolean) {
  const program = binaryPath(binaries, 'initdb');
  const place = ['-D', join(draft, 'cluster')];
  const child = { cwd: draft, env: childEnvironment, ...user };
  const account = ['--username', databaseUser, '--pwfile', join(draft, 'password'), '--auth', 'scram-sha-256'];
  // The built-in provider sorts and folds the same on every machine, whatever locales it has.
  const locale = ['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'];
  await run(program, [...place, ...account, ...locale, '--no-sync', '--no-instructions'], child);
  if (sync) await run(program, [...place, '--sync-only'], child);
}

async function writeSecret(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function explain(cause: unknown): string {
  const { message, stderr } = cause as Error & { stderr?: string };
  return stderr?.trim() || message;
}
