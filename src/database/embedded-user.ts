import type { Stats } from 'node:fs';
import { chmod, chown, lchown, mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { geteuid } from 'node:process';
import { StartError } from '../shared/errors';

/** The account that PostgreSQL runs as. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** Where root keeps what the server's account could not reach in its own place. */
export const sharedRoot = '/var/lib/postern';

export function isRoot(): boolean {
  return geteuid?.() === 0;
}

/**
 * The account to run the server as when this process is root, since PostgreSQL refuses to run as root.
 * @param ownerUid the owner of a cluster that is there already
 * @throws StartError when the machine has no account that would do
 */
export async function chooseServerUser(ownerUid: number | undefined): Promise<ServerUser> {
  const accounts = await readAccounts();
  // PostgreSQL looks up the name of its account, so a number alone is not enough.
  const owner = accounts.find((account) => account.uid === ownerUid && account.uid !== 0);
  const byName = (name: string) => accounts.find((account) => account.name === name);
  const chosen = owner ?? byName('postgres') ?? byName('nobody');
  if (chosen) return { uid: chosen.uid, gid: chosen.gid };
  throw new StartError(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor a user "nobody" to run it as. ' +
      'Start Postern as another user, or set DATABASE_URL to the address of a PostgreSQL server.',
  );
}

async function readAccounts(): Promise<{ name: string; uid: number; gid: number }[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  return lines
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** Whether `user` may read `path` (a folder: enter it) and enter every folder above it. */
export async function canReach(path: string, user: ServerUser): Promise<boolean> {
  let current = await realpath(path);
  const target = await stat(current);
  if (!target.isDirectory() && !allows(target, user, 0o4)) return false;
  if (!target.isDirectory()) current = dirname(current);
  for (;;) {
    if (!allows(await stat(current), user, 0o1)) return false;
    if (current === dirname(current)) return true;
    current = dirname(current);
  }
}

// The bits of the first class that fits count, as in the kernel: an owner without the bit is refused even where
// everybody else has it.
function allows(file: Stats, user: ServerUser, bit: number): boolean {
  if (file.uid === user.uid) return (file.mode & (bit << 6)) !== 0;
  if (file.gid === user.gid) return (file.mode & (bit << 3)) !== 0;
  return (file.mode & bit) !== 0;
}

/** Gives a folder and everything in it to `user`. */
export async function giveTo(user: ServerUser, folder: string): Promise<void> {
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}

/** Makes a folder under `sharedRoot`, and that itself, which everybody may enter. */
export async function makeSharedFolder(folder: string): Promise<void> {
  for (const path of folder === sharedRoot ? [sharedRoot] : [sharedRoot, folder]) {
    await mkdir(path, { recursive: true });
    await chmod(path, 0o755); // whatever the umask
  }
}
