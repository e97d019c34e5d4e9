import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long requests that are being answered may take to end when the server closes. */
const graceMilliseconds = 5_000;

/**
 * Lets closing wait for requests that are being answered, for a while, and for nothing else: Node would also wait for
 * connections that never sent anything, or only half a request.
 */
export function closeConnectionsWithServer(app: FastifyInstance): void {
  const open = new Set<Socket>();
  const answering = new Set<Socket>();
  let closing = false;
  app.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      answering.delete(socket);
    });
  });
  app.addHook('onRequest', async ({ socket }) => {
    answering.add(socket);
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async ({ socket }) => {
    answering.delete(socket);
  });
  app.addHook('preClose', async () => {
    closing = true;
    for (const socket of open) if (!answering.has(socket)) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), graceMilliseconds).unref();
  });
}
