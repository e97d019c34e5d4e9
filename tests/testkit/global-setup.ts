import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/data-source';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded';
import { createLogger } from '../../src/shared/logger';
import { createDatabase, dropDatabase, templateName } from './database-server';

declare global {
  var testServer: { postgres: EmbeddedPostgres; dataDir: string } | undefined;
}

/**
 * One real PostgreSQL for the whole run, with a migrated database that each test file clones: its own, or the one of
 * TEST_DATABASE_SERVER.
 */
export default async function globalSetup(): Promise<void> {
  const server = process.env.TEST_DATABASE_SERVER ?? (await startServer());
  process.env.TEST_DATABASE_SERVER = server;
  await dropDatabase(server, templateName);
  const url = await createDatabase(server, templateName);
  const dataSource = await openDatabase({ url, logger: createLogger('silent') });
  await dataSource.destroy();
}

async function startServer(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postern-test-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };
  const postgres = await startEmbeddedPostgres({ dataDir, settings });
  globalThis.testServer = { postgres, dataDir };
  return postgres.url;
}
