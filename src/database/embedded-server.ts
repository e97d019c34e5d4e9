import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { StartError } from '../shared/errors';
import { binaryPath, type PostgresBinaries } from './embedded-binaries';
import { childEnvironment, databaseUser } from './embedded-cluster';
import type { ClusterPlace } from './embedded-place';

export interface ServerOptions {
  place: ClusterPlace;
  binaries: PostgresBinaries;
  password: string;
  settings: Record<string, string>;
  /** Written anew at each start. */
  logFile: string;
}

export interface RunningServer {
  url: string;
  /** Resolves when it has ended, asked to or not. */
  ended: Promise<unknown>;
  /** Ends all connections and stops the server; resolves when it is gone. */
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const portAttempts = 5;
/** Milliseconds; recovery after a crash replays up to a gigabyte of log. */
const startPatience = 120_000;
const stopPatience = 10_000;
const pollInterval = 15;

/**
 * Starts the server on a free port and waits until it takes connections.
 * @throws StartError with the server's own words when it ends instead
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const postmaster = await spawnPostmaster(options, port);
    const url = `postgres://${databaseUser}:${options.password}@${host}:${port}/postgres?sslmode=disable`;
    const stop = () => stopPostmaster(postmaster, options.binaries);
    if (await becomesReady(postmaster, options.place.cluster)) {
      await logInOnce(url).catch((error) => stop().then(() => Promise.reject(error)));
      return { url, ended: postmaster.ended, stop };
    }
    await stop();
    const log = await readFile(options.logFile, 'utf8');
    const portWasTaken = log.includes('could not bind');
    if (!portWasTaken || attempt === portAttempts) throw notStarted(log, await postmaster.ended);
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

interface Postmaster {
  child: ChildProcess;
  /** Resolves when the process is gone, to the reason if it could not even be started. */
  ended: Promise<Error | undefined>;
}

async function spawnPostmaster(options: ServerOptions, port: number): Promise<Postmaster> {
  // A file rather than a pipe, since the server may outlive this process.
  const log = await open(options.logFile, 'w', 0o600);
  const { cluster, user } = options.place;
  const settings = Object.entries({ ...fixedSettings(port), ...options.settings });
  const args = ['-D', cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = spawn(binaryPath(options.binaries, 'postgres'), args, {
    cwd: cluster,
    env: childEnvironment,
    stdio: ['ignore', log.fd, log.fd],
    // Its own process group: Ctrl-C in a terminal would otherwise end the database under the gateway's last writes.
    detached: true,
    windowsHide: true,
    ...user,
  });
  const ended = untilEnd(child);
  await log.close();
  return { child, ended };
}

function fixedSettings(port: number): Record<string, string> {
  return {
    listen_addresses: host,
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Failed statements reach the gateway anyway; in this file they would pile up, with recipients in their details.
    log_min_messages: 'log',
    log_checkpoints: 'off',
  };
}

async function untilEnd(child: ChildProcess): Promise<Error | undefined> {
  try {
    await once(child, 'exit'); // rejects on 'error'
  } catch (error) {
    return error as Error;
  }
}

/** Whether the server takes connections, rather than ending, or taking too long. */
async function becomesReady({ child, ended }: Postmaster, cluster: string): Promise<boolean> {
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  for (const start = performance.now(); performance.now() - start < startPatience; await delay(pollInterval)) {
    if (hasEnded) return false;
    if (await reportsReady(cluster, child.pid)) return true;
  }
  return false;
}

// Not by trying the port: while ours starts, another program's server may be what answers there.
// https://www.postgresql.org/docs/18/storage-file-layout.html: the last line of the file is the status.
async function reportsReady(cluster: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

async function logInOnce(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: stopPatience });
  try {
    await client.connect();
  } catch (cause) {
    throw new StartError(`The built-in PostgreSQL does not let Postern in: ${(cause as Error).message}`, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopPostmaster({ child, ended }: Postmaster, binaries: PostgresBinaries): Promise<void> {
  const pgCtl = binaryPath(binaries, 'pg_ctl');
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  if (isRunning()) await signalPostmaster(child.pid as number, 'SIGINT', pgCtl);
  const patience = new AbortController();
  const tooLong = delay(stopPatience, 'too long', { signal: patience.signal }).catch(() => undefined);
  const outcome = await Promise.race([ended, tooLong]);
  patience.abort();
  if (outcome === 'too long' && isRunning()) await signalPostmaster(child.pid as number, 'SIGQUIT', pgCtl);
  await ended;
}

/** Asks a server to stop: SIGINT ends connections and writes everything out, SIGQUIT leaves that to the next start. */
export async function signalPostmaster(pid: number, signal: 'SIGINT' | 'SIGQUIT', pgCtl: string): Promise<void> {
  if (platform() === 'win32') {
    // Windows has no signals; PostgreSQL listens on a named pipe instead, which its own tool writes to.
    await promisify(execFile)(pgCtl, ['kill', signal.slice(3), String(pid)]).catch(() => undefined);
    return;
  }
  try {
    kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function notStarted(log: string, cause: Error | undefined): StartError {
  const words = log.trim() || cause?.message || 'it neither got ready nor said why';
  return new StartError(`The built-in PostgreSQL did not start: ${words}`, { cause });
}
