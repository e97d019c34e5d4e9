import type { EntityManager } from 'typeorm';
import { changeConfiguration } from '../database/configuration-version';
import { ConnectorEntity } from './connector.entity';
import { sealConfig } from './connector-config';
import type { ConnectorDependencies } from './connector-dependencies';
import { insertConnector } from './insert-connector';

/** The same in every gateway, so that a later start knows the connector again. */
const mailCatcherConnectorId = '00000000-0000-4000-8000-000000004025';

/**
 * Sets the built-in mail catcher up as the active connector where no connector exists, and lets the connector
 * that was set up so follow the mail catcher to another port.
 */
export async function ensureMailCatcherConnector(
  { dataSource, keyRing, factories }: ConnectorDependencies,
  port: number,
): Promise<void> {
  const factory = factories.get('smtp');
  const config = {
    host: '127.0.0.1',
    port,
    security: 'NONE',
    authentication: 'NONE',
    fromEmail: 'mail-catcher@example.com',
    fromName: 'Postern',
  };
  const sealed = sealConfig(mailCatcherConnectorId, factory, factory.schema.parse(config), keyRing);
  if (!(await isOutOfDate(dataSource.manager, port))) return;
  await changeConfiguration(dataSource, async (manager) => {
    // another gateway may have been here in between
    if (!(await isOutOfDate(manager, port))) return;
    const connectors = manager.getRepository(ConnectorEntity);
    const isThere = await connectors.existsBy({ id: mailCatcherConnectorId });
    if (isThere) await connectors.update(mailCatcherConnectorId, { ...sealed, updatedAt: () => 'now()' });
    else await insertConnector(manager, { id: mailCatcherConnectorId, factory, sealed, activate: true });
  });
}

async function isOutOfDate(manager: EntityManager, port: number): Promise<boolean> {
  const connectors = manager.getRepository(ConnectorEntity);
  const kept = await connectors.findOneBy({ id: mailCatcherConnectorId });
  return kept ? (kept.config as { port?: unknown }).port !== port : !(await connectors.exists());
}
