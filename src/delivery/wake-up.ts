import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { Logger } from '../shared/logger';

const channel = 'postern_delivery';
/** Announcements within that time become one: each is a commit of its own, and wakes everybody. */
const coalesceMilliseconds = 3;
const reconnectMilliseconds = 1_000;
const connectMilliseconds = 5_000;
/** How long the server may take to say goodbye. */
const endMilliseconds = 1_000;

/** Tells the workers of every process that deliveries were stored which nobody has leased. */
export interface Announcer {
  announce(): void;
}

/** The NOTIFY goes out in a transaction of its own: inside the one that stores it would hold up all commits. */
export function createAnnouncer(dataSource: DataSource, logger: Logger): Announcer {
  let announced = false;
  const notify = () => {
    announced = false;
    // workers look by themselves once in a while, so that a lost announcement costs no more than time
    dataSource.query(`NOTIFY ${channel}`).catch((err) => logger.warn({ err }, 'workers were not told of a delivery'));
  };
  return {
    announce() {
      if (announced) return;
      announced = true;
      setTimeout(notify, coalesceMilliseconds);
    },
  };
}

export interface Listener {
  close(): Promise<void>;
}

export interface ListenerOptions {
  databaseUrl: string;
  onAnnouncement: () => void;
  logger: Logger;
}

/** Listens on a connection of its own, which is opened again whenever it is lost. */
export function listenToAnnouncements({ databaseUrl, onAnnouncement, logger }: ListenerOptions): Listener {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const reconnectLater = () => {
    client = undefined;
    if (!closed) timer ??= setTimeout(connect, reconnectMilliseconds);
  };
  const connect = async () => {
    timer = undefined;
    const connecting = new Client({
      connectionString: databaseUrl,
      application_name: 'postern-listener',
      connectionTimeoutMillis: connectMilliseconds,
      keepAlive: true,
    });
    client = connecting;
    connecting.on('notification', onAnnouncement);
    connecting.on('error', (err) => logger.warn({ err }, 'the connection that listens for deliveries was lost'));
    connecting.once('end', reconnectLater);
    try {
      await connecting.connect();
      await connecting.query(`LISTEN ${channel}`);
      // what was announced while nobody listened
      onAnnouncement();
    } catch (err) {
      logger.warn({ err }, 'it cannot listen for deliveries');
      await end(connecting);
      reconnectLater();
    }
  };
  void connect();

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      if (client) await end(client);
    },
  };
}

/** Does not wait for a server that went silent: its connection goes with the process. */
async function end(client: Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, endMilliseconds);
  });
  await Promise.race([client.end().catch(() => undefined), patience]);
  clearTimeout(timer);
}
