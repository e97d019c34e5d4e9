import { createHash } from 'node:crypto';
import { chmod, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError } from '../shared/errors';
import {
  canReach,
  chooseServerUser,
  giveTo,
  isRoot,
  makeSharedFolder,
  type ServerUser,
  sharedRoot,
} from './embedded-user';

/** Where a cluster lies, and whose it is. */
export interface ClusterPlace {
  /** The folder that holds the cluster's own folder, and for a while the one that is being made. */
  home: string;
  cluster: string;
  /** The account that the server runs as; undefined is this process's own. */
  user: ServerUser | undefined;
}

/** Decides where the cluster of a data folder lies: where it is already, else in the folder if the server can reach it. */
export async function placeCluster(dataDir: string): Promise<ClusterPlace> {
  if (!isRoot()) return { home: dataDir, cluster: join(dataDir, 'postgres'), user: undefined };
  const elsewhere = join(sharedRoot, createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
  const existing = await findExisting([dataDir, elsewhere]);
  const user = await chooseServerUser(existing?.ownerUid);
  const reachable = await canReach(dirname(dataDir), user);
  const home = existing?.home ?? (reachable ? dataDir : elsewhere);
  if (home === elsewhere) await makeSharedFolder(home);
  await openFolderTo(home, user);
  const cluster = join(home, 'postgres');
  if (existing && existing.ownerUid !== user.uid) await giveTo(user, cluster);
  return { home, cluster, user };
}

async function findExisting(homes: string[]): Promise<{ home: string; ownerUid: number } | undefined> {
  for (const home of homes) {
    const folder = await stat(join(home, 'postgres')).catch(() => undefined);
    if (folder) return { home, ownerUid: folder.uid };
  }
  return undefined;
}

async function openFolderTo(home: string, user: ServerUser): Promise<void> {
  if (!(await canReach(home, user))) await chmod(home, ((await stat(home)).mode & 0o777) | 0o011);
  if (await canReach(home, user)) return;
  throw new StartError(
    `The database in ${home} belongs to the user with id ${user.uid}, who cannot enter that folder. ` +
      'Open the folders above it to that user, or set POSTERN_DATA_DIR to another folder.',
  );
}
