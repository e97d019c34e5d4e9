import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
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
  const isOurs =
    kept.secretKeys.length === 0 && isDeepStrictEqual({ ...kept.config, port: 0 }, { ...sealed.config, port: 0 });
  return isOurs && !isDeepStrictEqual(kept.config, sealed.config) ? 'port' : undefined;
}
