import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';

describe('closing', () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await gateway.close();
    await database.drop();
  });
  const open = async (bytes: string) => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    await once(socket, 'connect');
    if (bytes) await new Promise((sent) => socket.write(bytes, sent));
    return socket;
  };
  const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\n';

  it.each([
    ['nothing', ''],
    ['half a head', head],
    ['half a body', `${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{`],
  ])('does not wait for a connection that sent %s', async (_name, bytes) => {
    const socket = await open(bytes);
    // one that is answered after the bytes arrived shows that the server has seen them
    await gateway.call('{ __typename }');
    const ended = once(socket, 'close');
    await gateway.close();
    await ended;
  });
});
