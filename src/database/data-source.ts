import { DataSource } from 'typeorm';
import { InitialSchema1767225600000 } from '../../migrations/0001-initial-schema';
import { AdminKeyEntity } from '../access/admin-key.entity';
import { ConnectorEntity } from '../connector/connector.entity';
import { DeliveryEntity } from '../delivery/delivery.entity';
import { StartError } from '../shared/errors';
import type { Logger } from '../shared/logger';
import { MessageTemplateEntity } from '../template/message-template.entity';

/** Any number that no other program is likely to lock in the same database. */
const migrationLock = 7_270_001;
const oldestServerVersion = 15;
const connectTimeoutMilliseconds = 5_000;
/** More statements at once than this gain nothing on one thread, and would keep deliveries waiting. */
const poolSize = 16;

export interface DatabaseOptions {
  url: string;
  logger: Logger;
}

/**
 * Connects, and brings the schema up to date; gateways that start at the same time wait for each other.
 * @throws {StartError} when the server cannot be reached, lets nobody in or is too old
 */
export async function openDatabase({ url, logger }: DatabaseOptions): Promise<DataSource> {
  const dataSource: DataSource = new DataSource({
    type: 'postgres',
    url,
    entities: [AdminKeyEntity, ConnectorEntity, DeliveryEntity, MessageTemplateEntity],
    migrations: [InitialSchema1767225600000],
    migrationsTableName: 'migration',
    synchronize: false,
    connectTimeoutMS: connectTimeoutMilliseconds,
    applicationName: 'postern',
    poolSize,
    extra: { keepAlive: true },
    // a connection may outlive the pool that let go of it by a moment
    poolErrorHandler: (err: Error) =>
      dataSource.isInitialized && logger.warn({ err }, 'a database connection was lost'),
  });
  await connect(dataSource, url);
  try {
    await refuseOldServer(dataSource);
    await migrate(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

async function connect(dataSource: DataSource, url: string): Promise<void> {
  try {
    await dataSource.initialize();
  } catch (cause) {
    const { hostname, port, pathname } = new URL(url);
    const place = `${hostname || 'localhost'}:${port || 5432}${pathname}`;
    throw new StartError(
      `The database at ${place} cannot be used (${describe(cause)}). Check DATABASE_URL and that PostgreSQL is running.`,
      { cause },
    );
  }
}

/** A refused connection to a name with several addresses is an AggregateError without a message of its own. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return describe(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

async function refuseOldServer(dataSource: DataSource): Promise<void> {
  const [{ server_version_num: version }] = await dataSource.query('SHOW server_version_num');
  const major = Math.floor(Number(version) / 10_000);
  if (major < oldestServerVersion) {
    throw new StartError(`PostgreSQL ${major} is too old; Postern needs ${oldestServerVersion} or later.`);
  }
}

async function migrate(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await dataSource.runMigrations({ transaction: 'all' });
  });
}
