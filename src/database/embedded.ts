import { join, resolve } from 'node:path';
import { StartError } from '../shared/errors';
import { makeDataFolder } from './data-folder';
import { type DataFolderLock, lockDataFolder } from './data-folder-lock';
import { findBinaries, reachableBinaries } from './embedded-binaries';
import { openCluster } from './embedded-cluster';
import { stopOrphan } from './embedded-orphan';
import { placeCluster } from './embedded-place';
import { type RunningServer, startServer } from './embedded-server';

/** A running PostgreSQL of the gateway's own. */
export interface EmbeddedPostgres {
  /** A `postgres://` address with user and password, on the loopback interface; the port differs at each start. */
  url: string;
  /** Ends all connections, stops the server and gives the data folder free; a second call waits for the same end. */
  close(): Promise<void>;
  /** Called when the server ends by itself: killed by the system for its memory, most likely. */
  onUnexpectedEnd(listener: () => void): void;
}

export interface EmbeddedPostgresOptions {
  /** Made if it is not there. Data, password and log stay in it from one start to the next. */
  dataDir: string;
  /** Server settings for this run, such as `{ fsync: 'off' }` where losing the data does not matter. Default: none. */
  settings?: Record<string, string>;
}

/**
 * Starts a real PostgreSQL on a data folder; the first start makes the database.
 * @throws StartError in one clear sentence: folder in use, no binaries for this machine, data of another version, …
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  try {
    await makeDataFolder(dataDir);
    return await startHolding(await lockDataFolder(dataDir), dataDir, options.settings ?? {});
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    const reason = (cause as Error).message; // of the file system, most likely: read-only, full, not ours
    throw new StartError(
      `The database in the data folder ${dataDir} could not be started: ${reason}. Set POSTERN_DATA_DIR to a folder that can be written to, or DATABASE_URL to a PostgreSQL that runs already.`,
      { cause },
    );
  }
}

async function startHolding(
  lock: DataFolderLock,
  dataDir: string,
  settings: Record<string, string>,
): Promise<EmbeddedPostgres> {
  try {
    const server = await startLocked(dataDir, settings);
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= server.stop().finally(() => lock.release());
      return closing;
    };
    const onUnexpectedEnd = (listener: () => void) => {
      void server.ended.then(() => closing ?? listener());
    };
    return { url: server.url, close, onUnexpectedEnd };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(dataDir: string, settings: Record<string, string>): Promise<RunningServer> {
  const place = await placeCluster(dataDir);
  const installed = await findBinaries();
  const binaries = place.user ? await reachableBinaries(installed, place.user) : installed;
  await stopOrphan(place.cluster, binaries);
  const passwordFile = join(dataDir, 'postgres-password');
  const password = await openCluster(place, binaries, { passwordFile, sync: settings.fsync !== 'off' });
  return startServer({ place, binaries, password, settings, logFile: join(dataDir, 'postgres.log') });
}
