import { isDeepStrictEqual } from 'node:util';
import type { DataSource, EntityManager } from 'typeorm';
import { changeConfiguration } from '../database/configuration-version';
import { ConnectorEntity } from './connector.entity';
import { type SealedConfig, sealConfig } from './connector-config';
import type { ConnectorDependencies } from './connector-dependencies';
import { insertConnector } from './insert-connector';

/** The same in every gateway, so that a later start knows the connector again. */
const mailCatcherConnectorId = '00000000-0000-4000-8000-000000004025';

/**
 * Sets the built-in mail catcher up as the active connector where no connector exists, and lets the connector that was
 * set up so follow the mail catcher to another port. One that an admin has changed since is left alone.
 */
export async function ensureMailCatcherConnector(
  { dataSource, keyRing, factories }: ConnectorDependencies,
  port: number,
): Promise<void> {
  const factory = factories.get('smtp');
  const sealed = sealConfig(mailCatcherConnectorId, factory, factory.schema.parse(mailCatcherConfig(port)), keyRing);
  if ((await whatIsMissing(dataSource.manager, sealed)) === undefined) return;
  await changeConfiguration(dataSource, async (manager) => {
    // asked again: another gateway may have been here in between
    const missing = await whatIsMissing(manager, sealed);
    if (missing === 'connector') {
      await insertConnector(manager, { id: mailCatcherConnectorId, factory, sealed, activate: true });
    }
    if (missing === 'port') {
      const connectors = manager.getRepository(ConnectorEntity);
      await connectors.update(mailCatcherConnectorId, { ...sealed, updatedAt: () => 'now()' });
    }
  });
}

/** Whether the connector of the mail catcher is the active one, as it was set up. */
export async function sendsToMailCatcher(dataSource: DataSource): Promise<boolean> {
  const active = await dataSource
    .getRepository(ConnectorEntity)
    .findOneBy({ id: mailCatcherConnectorId, status: 'ACTIVE' });
  return active !== null && isAsSetUp(active);
}

/** But for its port, and for defaults that came later. */
function isAsSetUp({ config, secretKeys }: ConnectorEntity): boolean {
  const { port } = config as { port?: number };
  return secretKeys.length === 0 && isDeepStrictEqual({ ...config, ...mailCatcherConfig(port ?? 0) }, config);
}

function mailCatcherConfig(port: number) {
  return {
    host: '127.0.0.1',
    port,
    security: 'NONE',
    authentication: 'NONE',
    fromEmail: 'mail-catcher@example.com',
    fromName: 'Postern',
  };
}

async function whatIsMissing(manager: EntityManager, sealed: SealedConfig): Promise<'connector' | 'port' | undefined> {
  const connectors = manager.getRepository(ConnectorEntity);
  const kept = await connectors.findOneBy({ id: mailCatcherConnectorId });
  if (!kept) return (await connectors.exists()) ? undefined : 'connector';
  return isAsSetUp(kept) && !isDeepStrictEqual(kept.config, sealed.config) ? 'port' : undefined;
}
