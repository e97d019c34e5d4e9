import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { callerFinder } from './access/authenticate';
import { ensureFirstAdminKey } from './access/ensure-first-admin-key';
import type { Config } from './config';
import { createActiveConnectors } from './connector/active-connector';
import { ConnectorResolver } from './connector/connector.resolver';
import type { ConnectorDependencies } from './connector/connector-dependencies';
import { createConnectorFactories } from './connector/connector-factories';
import { ConnectorFactoryResolver } from './connector/connector-factory.resolver';
import { ensureMailCatcherConnector, sendsToMailCatcher } from './connector/ensure-mail-catcher-connector';
import { builtInFactories } from './connector-factories/catalog';
import type { ConnectorFactory } from './connector-kit/connector-factory';
import { openDatabase } from './database/data-source';
import { startEmbeddedPostgres } from './database/embedded';
import { keptEncryptionKeys } from './database/encryption-keys';
import { type RunStatement, statementRunner } from './database/statement';
import { deliver } from './delivery/deliver';
import { DeliveryResolver } from './delivery/delivery.resolver';
import { Dispatcher } from './delivery/dispatcher';
import { createOutbox } from './delivery/outbox';
import { testMessageSender } from './delivery/send-test-message';
import { createAnnouncer, listenToAnnouncements } from './delivery/wake-up';
import { buildSchema, type Resolvers } from './graphql/build-schema';
import { listen } from './http/listen';
import { createHttpServer } from './http/server';
import { CaughtMailResolver } from './mail-catcher/caught-mail.resolver';
import { startMailCatcher } from './mail-catcher/mail-catcher';
import { Closers } from './shared/closers';
import { KeyRing } from './shared/key-ring';
import type { Logger } from './shared/logger';
import { createMessageComposer, type MessageComposer } from './template/compose-message';
import { MessageTemplateResolver } from './template/message-template.resolver';
import { createMessageTemplates } from './template/message-templates';
import { createProofSigner } from './verification/proof';
import { loadSigningKeys, type SigningKeys } from './verification/signing-keys';
import { VerificationResolver } from './verification/verification.resolver';

export interface StartedGateway {
  url: string;
  firstAdminKey: string | undefined;
  catchesMail: boolean;
}

/** A gateway with every object built, not yet serving. */
export interface Gateway {
  server: FastifyInstance;
  /**
   * Begins to serve and to deliver.
   * @returns where it listens, the admin key when this is the first start (the only chance to show it), and whether mail
   * goes to the mail catcher
   * @throws {StartError} when it cannot listen
   */
  start(): Promise<StartedGateway>;
  /** Lets running requests and deliveries end, then closes everything. */
  close(): Promise<void>;
}

export interface ComposeOptions {
  /** In place of those that ship. */
  factories?: readonly ConnectorFactory[];
  /** Called when something has ended that the gateway cannot do without. */
  onBreakdown?: (reason: string) => void;
}

/** What the features share. */
interface Foundation {
  config: Config;
  logger: Logger;
  closers: Closers;
  databaseUrl: string;
  dataSource: DataSource;
  run: RunStatement;
  keyRing: KeyRing;
  signingKeys: SigningKeys;
}

/**
 * Builds every object once.
 * @throws {StartError} when something that the gateway needs cannot be had; what was opened by then is closed again
 */
export async function compose(config: Config, logger: Logger, options: ComposeOptions = {}): Promise<Gateway> {
  const closers = new Closers();
  try {
    return await composeGateway(await layFoundation(config, logger, closers, options), options);
  } catch (error) {
    await closers.close().catch((err) => logger.warn({ err }, 'not everything could be closed again'));
    throw error;
  }
}

async function layFoundation(
  config: Config,
  logger: Logger,
  closers: Closers,
  options: ComposeOptions,
): Promise<Foundation> {
  const keyRing = new KeyRing(config.encryptionKeys ?? (await keptEncryptionKeys(config.dataDir)));
  const databaseUrl = await findDatabase(config, closers, options);
  const dataSource = await openDatabase({ url: databaseUrl, logger });
  closers.add(() => dataSource.destroy());
  const signingKeys = await loadSigningKeys(dataSource, keyRing);
  return { config, logger, closers, databaseUrl, dataSource, run: statementRunner(dataSource), keyRing, signingKeys };
}

async function findDatabase(
  { databaseUrl: url, dataDir }: Config,
  closers: Closers,
  { onBreakdown }: ComposeOptions,
): Promise<string> {
  if (url !== undefined) return url;
  const embedded = await startEmbeddedPostgres({ dataDir });
  closers.add(() => embedded.close());
  embedded.onUnexpectedEnd(() => onBreakdown?.('The embedded PostgreSQL ended by itself'));
  return embedded.url;
}

async function composeGateway(foundation: Foundation, options: ComposeOptions): Promise<Gateway> {
  const { config, closers, dataSource, keyRing, logger } = foundation;
  const factories = createConnectorFactories(options.factories ?? builtInFactories);
  const connectors = { dataSource, keyRing, factories };
  const caughtMails = await openMailCatcher(foundation, connectors);
  const composer = createComposer(foundation);
  const dispatcher = createDispatcher(foundation, connectors, composer);
  const resolvers = createResolvers(foundation, connectors, composer, dispatcher, caughtMails);
  const server = await createHttpServer({
    schema: buildSchema(resolvers),
    logger,
    servesGraphQL: config.worker !== 'only',
    trustedProxies: config.trustedProxies,
    findCaller: (authorization) => callerFinder(dataSource, authorization),
    jwks: foundation.signingKeys.jwks,
    unreadiness: () => unreadiness(foundation, dispatcher),
  });
  closers.add(() => server.close());
  return {
    server,
    async start() {
      const url = await listen(server, config);
      if (config.worker !== 'off') startWorker(foundation, dispatcher);
      // a process that only delivers has no use for a key, and nobody watches what it prints
      const firstAdminKey =
        config.worker === 'only' ? undefined : await ensureFirstAdminKey(dataSource, config.adminKey);
      return { url, firstAdminKey, catchesMail: caughtMails !== undefined && (await sendsToMailCatcher(dataSource)) };
    },
    close: () => closers.close(),
  };
}

/** @returns the folder of the caught mails, when the mail catcher runs */
async function openMailCatcher(
  { config, closers, logger }: Foundation,
  connectors: ConnectorDependencies,
): Promise<string | undefined> {
  if (config.mailCatcherPort === undefined) return undefined;
  const dir = join(config.dataDir, 'mails');
  const mailCatcher = await startMailCatcher({ port: config.mailCatcherPort, dir, logger });
  closers.add(() => mailCatcher.close());
  await ensureMailCatcherConnector(connectors, mailCatcher.port);
  return dir;
}

function createComposer({ dataSource, config, logger }: Foundation): MessageComposer {
  return createMessageComposer({
    templates: createMessageTemplates({ dataSource, defaultLocale: config.defaultLocale }),
    variables: { domain: new URL(config.publicUrl).hostname },
    onFailure: (err, template) =>
      logger.error({ err, part: err.part, template }, 'an own template failed; the built-in one was used'),
  });
}

function createDispatcher(
  { dataSource, run, keyRing, logger, closers, config }: Foundation,
  connectors: ConnectorDependencies,
  composer: MessageComposer,
): Dispatcher {
  const activeConnectors = createActiveConnectors({ ...connectors, logger });
  closers.add(() => activeConnectors.close());
  const outbox = createOutbox(run, keyRing);
  const dispatcher = new Dispatcher({
    outbox,
    deliver: (delivery) => deliver(delivery, { outbox, activeConnectors, composer, logger }),
    announcer: createAnnouncer(dataSource, logger),
    logger,
    accepting: config.worker !== 'off',
  });
  closers.add(() => dispatcher.stop());
  return dispatcher;
}

function startWorker({ databaseUrl, closers, logger }: Foundation, dispatcher: Dispatcher): void {
  dispatcher.start();
  const listener = listenToAnnouncements({ databaseUrl, onAnnouncement: () => dispatcher.wake(), logger });
  closers.add(() => listener.close());
}

function createResolvers(
  { config, dataSource, run, keyRing, signingKeys }: Foundation,
  connectors: ConnectorDependencies,
  composer: MessageComposer,
  dispatcher: Dispatcher,
  caughtMails: string | undefined,
): Resolvers {
  const { code, limits, defaultLocale } = config;
  const sendTestMessage = testMessageSender({ dataSource, composer, defaultLocale, codeTtlSeconds: code.ttlSeconds });
  const proofSigner = createProofSigner(signingKeys.newest, config.publicUrl);
  const settings = { code, limits, defaultLocale };
  return new Map<unknown, unknown>([
    [VerificationResolver, new VerificationResolver({ run, keyRing, dispatcher, proofSigner, settings })],
    [ConnectorFactoryResolver, new ConnectorFactoryResolver(connectors.factories)],
    [ConnectorResolver, new ConnectorResolver({ ...connectors, sendTestMessage })],
    [MessageTemplateResolver, new MessageTemplateResolver({ dataSource })],
    [DeliveryResolver, new DeliveryResolver(dataSource)],
    [CaughtMailResolver, new CaughtMailResolver({ dir: caughtMails })],
  ]) as Resolvers;
}

const readinessStatement = { name: 'readiness', text: 'SELECT 1' };
const readinessMilliseconds = 2_000;

async function unreadiness({ run }: Foundation, dispatcher: Dispatcher): Promise<string | undefined> {
  try {
    await run(readinessStatement, [], readinessMilliseconds);
  } catch {
    return 'The database cannot be reached.';
  }
  return dispatcher.isBroken ? 'The worker cannot read its queue.' : undefined;
}
