import { readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { kill } from 'node:process';

/** What tells a process from a later one that got the same id. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in ticks since the machine did; absent where the system has no /proc. */
  startTime?: string | undefined;
}

/** The process that has this id now, or undefined when there is none. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!hasProcess(pid)) return undefined;
  if (platform() !== 'linux') return { pid };
  const fields = await readStat(pid);
  // A zombie still has its id until its parent looks, which in a container may be never.
  if (!fields || fields.state === 'Z' || fields.state === 'X') return undefined;
  return { pid, startTime: fields.startTime };
}

/** Whether exactly this process still runs. */
export async function isStillRunning(identity: ProcessIdentity): Promise<boolean> {
  const now = await identifyProcess(identity.pid);
  return now !== undefined && (identity.startTime === undefined || identity.startTime === now.startTime);
}

function hasProcess(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name, field 2, may hold spaces and parentheses.
async function readStat(pid: number): Promise<{ state: string; startTime: string } | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (line === undefined) return undefined;
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
}
