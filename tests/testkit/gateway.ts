import { type ComposeOptions, compose } from '../../src/compose';
import { readConfig } from '../../src/config';
import { createLogger } from '../../src/shared/logger';
import type { TestDatabase } from './database';
import { LogSink } from './log-sink';
import type { Mailbox } from './mailbox';

export const adminKey = 'admin-key-of-the-test-suite-000001';
const encryptionKeys = `test:${Buffer.alloc(32, 1).toString('base64')}`;

export interface GraphQLReply<Data> {
  data: Data;
  errors?: { message: string; path?: string[]; extensions: Record<string, unknown> }[];
}

export interface CallOptions {
  /** null: none. */
  key?: string | null;
  headers?: Record<string, string>;
}

export interface TestGateway {
  readonly url: string;
  /** What was logged so far, a JSON line each. */
  logs(): string;
  /** Waits until `count` lines, by default one, hold all the given fields, and resolves the last of them. */
  waitForLog(fields: Record<string, unknown>, count?: number): Promise<Record<string, unknown>>;
  /** As an admin, unless another key is given. */
  call<Data = any>(document: string, variables?: object, options?: CallOptions): Promise<GraphQLReply<Data>>;
  post(path: string, body: string, headers?: Record<string, string>): Promise<Response>;
  /** Makes a mailbox the place that all mail goes to. */
  connect(mailbox: Pick<Mailbox, 'port'>, config?: object): Promise<string>;
  close(): Promise<void>;
}

/** A gateway in this process, as `main` composes it, on a database of the test's own. */
export async function startGateway(
  database: Pick<TestDatabase, 'url'>,
  environment: Record<string, string> = {},
  options: ComposeOptions = {},
): Promise<TestGateway> {
  const sink = new LogSink();
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'debug',
    PORT: '0',
    DATABASE_URL: database.url,
    POSTERN_ADMIN_KEY: adminKey,
    POSTERN_ENCRYPTION_KEYS: encryptionKeys,
    POSTERN_PUBLIC_URL: 'https://postern.example',
    POSTERN_MAIL_CATCHER: 'off',
    ...environment,
  });
  const gateway = await compose(config, createLogger(config.logLevel, sink), options);
  const { url } = await gateway.start();
  const post: TestGateway['post'] = (path, body, headers = {}) =>
    fetch(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  const call: TestGateway['call'] = async (query, variables = {}, { key = adminKey, headers = {} } = {}) => {
    const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
    const response = await post('/graphql', JSON.stringify({ query, variables }), { ...authorization, ...headers });
    return (await response.json()) as never;
  };
  return {
    url,
    logs: () => sink.text,
    waitForLog: (fields, count) => sink.wait(fields, count),
    call,
    post,
    connect: ({ port }, smtp = {}) =>
      connect(call, { host: '127.0.0.1', port, security: 'NONE', fromEmail: 'codes@example.com', ...smtp }),
    close: () => gateway.close(),
  };
}

async function connect(call: TestGateway['call'], config: object): Promise<string> {
  const { data } = await call(
    `mutation ($input: CreateConnectorInput!) {
      createConnector(input: $input) { ... on ConnectorSaved { connector { id } } ... on InvalidConnectorConfig { issues { path message } } }
    }`,
    { input: { factoryId: 'smtp', config } },
  );
  const { connector, issues } = data.createConnector;
  if (!connector) throw new Error(`the connector was refused: ${JSON.stringify(issues)}`);
  return connector.id;
}
