import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartError } from '../shared/errors';
import { binaryPath, type PostgresBinaries } from './embedded-binaries';
import { signalPostmaster } from './embedded-server';
import { identifyProcess, isStillRunning, type ProcessIdentity } from './process-identity';

/** How long a server may take for a shutdown, in milliseconds. */
const patience = 10_000;
const pollInterval = 20;

/**
 * Stops the server that a killed gateway left running on this cluster, if there is one, so that a new one can start.
 * The caller must hold the lock of the data folder.
 */
export async function stopOrphan(cluster: string, binaries: PostgresBinaries): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!(pid > 0)) return;
  const server = await identifyProcess(pid);
  const owner = server ? await ownerOf(pid, cluster) : 'nobody';
  if (owner === 'this cluster') await stop(server as ProcessIdentity, binaries);
  // PostgreSQL itself copes with the file of a dead process, but takes any process with that id for a server.
  else if (owner === 'nobody') await rm(pidFile, { force: true });
}

/** Whose a running process is: a server changes into its cluster's folder and stays there. */
async function ownerOf(pid: number, cluster: string): Promise<'this cluster' | 'nobody' | 'unknown'> {
  if (platform() === 'linux') {
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    if (folder === undefined) return 'unknown';
    return folder === (await realpath(cluster)) ? 'this cluster' : 'nobody';
  }
  // There a signal goes through a pipe that only a PostgreSQL has, so it cannot hit anybody else.
  if (platform() === 'win32') return 'this cluster';
  const command = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => undefined);
  if (!command?.stdout.includes('postgres')) return 'nobody';
  return command.stdout.includes(cluster) ? 'this cluster' : 'unknown';
}

async function stop(server: ProcessIdentity, binaries: PostgresBinaries): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    await signalPostmaster(server.pid, signal, binaryPath(binaries, 'pg_ctl'));
    if (await ends(server)) return;
  }
  throw new StartError(
    `The PostgreSQL of an earlier Postern still runs (process ${server.pid}) and does not stop. Stop it, then start again.`,
  );
}

// The server is another process's child, so nothing tells when it ends: it has to be asked for.
async function ends(server: ProcessIdentity): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < patience; ) {
    if (!(await isStillRunning(server))) return true;
    await delay(pollInterval);
  }
  return false;
}
