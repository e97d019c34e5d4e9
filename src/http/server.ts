import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import fastifyApollo from '@as-integrations/fastify';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { JWK } from 'jose';
import type { FindCaller } from '../access/authenticate';
import type { GraphQLContext } from '../graphql/context';
import { errorLog, formatError } from '../graphql/format-error';
import { preferredLocale } from '../shared/locale';
import type { Logger } from '../shared/logger';
import { answerErrors, answerFrameworkError, largestBodyBytes } from './answer-errors';
import { closeConnectionsWithServer } from './close-connections';

/** A client that takes longer to send its request is cut off. */
const requestTimeoutMilliseconds = 15_000;
/** Verifiers may keep the proof keys for so long. */
const jwksMaxAgeSeconds = 300;

export interface HttpServerOptions {
  schema: GraphQLSchema;
  logger: Logger;
  /** false: a process that only delivers; it tells its health and the proof keys. */
  servesGraphQL: boolean;
  /** Addresses and CIDRs whose X-Forwarded-For counts. */
  trustedProxies: readonly string[];
  findCaller: (authorization: string | undefined) => FindCaller;
  jwks: { keys: JWK[] };
  /** Why the gateway cannot serve right now; undefined: it can. */
  unreadiness: () => Promise<string | undefined>;
}

/** The server with every route, not yet listening. Closing it lets running requests end. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { logger, trustedProxies } = options;
  const app = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: largestBodyBytes,
    requestTimeout: requestTimeoutMilliseconds,
    forceCloseConnections: 'idle',
    frameworkErrors: answerFrameworkError,
  });
  logRequests(app);
  closeConnectionsWithServer(app);
  answerErrors(app);
  addHealthRoutes(app, options.unreadiness);
  app.get('/.well-known/jwks.json', (_request, reply) =>
    reply.header('cache-control', `public, max-age=${jwksMaxAgeSeconds}`).send(options.jwks),
  );
  if (options.servesGraphQL) await addGraphQL(app, options);
  return app;
}

/** One line a request; the id goes back to the client, so that both sides can speak of the same one. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async ({ log, method, routeOptions, ip }, { statusCode, elapsedTime }) => {
    log.info(
      { method, route: routeOptions.url, statusCode, clientAddress: ip, milliseconds: Math.round(elapsedTime) },
      'request',
    );
  });
}

function addHealthRoutes(app: FastifyInstance, unreadiness: () => Promise<string | undefined>): void {
  app.get('/healthz', { logLevel: 'warn' }, () => ({ status: 'alive' }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const reason = await unreadiness();
    return reason === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', reason });
  });
}

async function addGraphQL(app: FastifyInstance, { schema, logger, findCaller }: HttpServerOptions): Promise<void> {
  const apollo = new ApolloServer<GraphQLContext>({
    schema,
    formatError,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    plugins: [errorLog, ApolloServerPluginLandingPageDisabled()],
    logger,
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  await app.register(fastifyApollo(apollo), {
    path: '/graphql',
    method: ['POST'],
    context: async ({ headers, id, log }: FastifyRequest) => ({
      requestId: id,
      findCaller: findCaller(headers.authorization),
      acceptedLocale: preferredLocale(headers['accept-language']),
      log,
    }),
  });
}
