import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatMailFile, type MailFile } from './mail-file';

/** Where caught mails are kept, one file each. */
export interface MailFolder {
  /** Resolves once the mail can be listed. */
  add(mail: Omit<MailFile, 'envelope'> & { from: string; to: string[] }): Promise<void>;
}

const mailExtension = '.eml';
const draftExtension = '.part';

/** Opens the folder, made if need be, and deletes the oldest mails beyond `keep`, now and with each one added. */
export async function openMailFolder(dir: string, keep: number): Promise<MailFolder> {
  // The mails hold codes in clear.
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  await deleteDrafts(dir);
  const names = (await listMailNames(dir)).reverse();
  let lastTime = 0;

  async function prune(): Promise<void> {
    names.sort();
    const surplus = names.splice(0, Math.max(0, names.length - keep));
    await Promise.all(surplus.map((name) => rm(join(dir, name), { force: true })));
  }

  await prune();
  return {
    async add({ from, to, source }) {
      // Names sort by time, also of mails within one millisecond.
      lastTime = Math.max(Date.now(), lastTime + 1);
      const receivedAt = new Date(lastTime).toISOString();
      const name = `${receivedAt.replaceAll(':', '-')}-${randomBytes(6).toString('hex')}${mailExtension}`;
      const draft = join(dir, `${name}${draftExtension}`);
      await writeFile(draft, formatMailFile({ envelope: { from, to, receivedAt }, source }), { mode: 0o600 });
      await rename(draft, join(dir, name)); // so that nobody reads half a mail
      names.push(name);
      await prune();
    },
  };
}

/** The names of the mails' files, newest first; none when there is no such folder. */
export async function listMailNames(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return [];
  });
  return names
    .filter((name) => name.endsWith(mailExtension))
    .sort()
    .reverse();
}

/** A mail's id: its file's name without the extension. */
export function mailId(name: string): string {
  return name.slice(0, -mailExtension.length);
}

async function deleteDrafts(dir: string): Promise<void> {
  const drafts = (await readdir(dir)).filter((name) => name.endsWith(draftExtension));
  await Promise.all(drafts.map((name) => rm(join(dir, name), { force: true })));
}
