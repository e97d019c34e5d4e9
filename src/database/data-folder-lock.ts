import { readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pid as ownPid } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../shared/errors';
import { createWithContent } from './create-with-content';
import { identifyProcess, isStillRunning, type ProcessIdentity } from './process-identity';

/** The right of one process to a data folder, held until released. */
export interface DataFolderLock {
  release(): Promise<void>;
}

/**
 * Takes the folder for this process; a lock that a dead process left behind is taken over.
 * @throws StartError when another living process holds it
 */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  const lockFile = join(dataDir, 'postern.lock');
  const holder = await takeOrFindHolder(lockFile);
  if (holder) throw inUse(dataDir, holder.pid);
  return { release: () => rm(lockFile, { force: true }) };
}

/** Undefined once the lock is this process's, else the living process that holds it. */
async function takeOrFindHolder(lockFile: string): Promise<ProcessIdentity | undefined> {
  const ownText = JSON.stringify((await identifyProcess(ownPid)) ?? { pid: ownPid });
  while (!(await createWithContent(lockFile, ownText))) {
    const text = await readIfThere(lockFile);
    if (text === undefined) continue; // released just now
    const holder = parseHolder(text);
    if (holder && (await isStillRunning(holder))) return holder;
    await removeStale(lockFile, text);
  }
  return undefined;
}

// Looking at the lock and deleting it are two steps, between which another process may have taken it over. So whoever
// deletes holds a second lock meanwhile; should it die right there, that one is stale in its turn.
async function removeStale(lockFile: string, staleText: string): Promise<void> {
  const guardFile = `${lockFile}.takeover`;
  if (await takeOrFindHolder(guardFile)) return delay(10);
  try {
    if ((await readIfThere(lockFile)) === staleText) await unlink(lockFile);
  } finally {
    await unlink(guardFile);
  }
}

function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
}

function parseHolder(text: string): ProcessIdentity | undefined {
  try {
    const holder = JSON.parse(text) as ProcessIdentity;
    return Number.isInteger(holder.pid) ? holder : undefined;
  } catch {
    return undefined; // damaged, by a full disk for instance: nobody's
  }
}

function inUse(dataDir: string, pid: number): StartError {
  return new StartError(
    `The data folder ${dataDir} is in use by another Postern (process ${pid}). ` +
      'Stop it, or set POSTERN_DATA_DIR to another folder.',
  );
}
