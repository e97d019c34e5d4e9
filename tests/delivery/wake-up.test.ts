import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { listenToAnnouncements } from '../../src/delivery/wake-up';
import { createLogger } from '../../src/shared/logger';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { gate } from '../testkit/gate';

/** Passes everything on until it is frozen; then it is as silent as a network that is cut. */
async function startProxy(target: URL) {
  const sockets: Socket[] = [];
  const server: Server = createServer((inbound) => {
    const outbound = connect(Number(target.port), target.hostname);
    sockets.push(inbound, outbound);
    inbound.pipe(outbound).pipe(inbound);
    for (const socket of [inbound, outbound]) socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('listening to announcements', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.drop());

  it('hears them, and does not wait for a database that went silent when it closes', async () => {
    const proxy = await startProxy(new URL(database.url));
    const [connected, announced] = [gate(), gate()];
    let heard = 0;
    const onAnnouncement = () => {
      heard += 1;
      (heard === 1 ? connected : announced).open();
    };
    const listener = listenToAnnouncements({ databaseUrl: proxy.url, onAnnouncement, logger: createLogger('silent') });
    await connected.opened;
    await database.query('NOTIFY postern_delivery');
    await announced.opened;
    proxy.freeze();
    await listener.close();
    proxy.close();
  });
});
