import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { ConnectorFactory } from '../connector-kit/connector-factory';
import { parseConfig } from '../connector-kit/parse-config';
import { changeConfiguration } from '../database/configuration-version';
import { ConnectorEntity } from './connector.entity';
import { type ConnectorConfig, type InvalidConfig, type SealedConfig, sealConfig } from './connector-config';
import type { ConnectorDependencies, SavedConnector } from './connector-dependencies';
import { deactivateActive } from './switch-active-connector';

export interface CreateConnector {
  factoryId: string;
  config: ConnectorConfig;
  activate: boolean;
}

/**
 * Stores a connector; when it is to be active, the one active until now becomes INACTIVE in the same transaction.
 * @throws {NotFoundError} when no such factory is installed
 */
export async function createConnector(
  { dataSource, keyRing, factories }: ConnectorDependencies,
  { factoryId, config, activate }: CreateConnector,
): Promise<SavedConnector | InvalidConfig> {
  const factory = factories.get(factoryId);
  const parsed = parseConfig(factory.schema, config);
  if (!parsed.ok) return { kind: 'invalid', issues: parsed.issues };
  const id = randomUUID();
  const sealed = sealConfig(id, factory, parsed.config, keyRing);
  return changeConfiguration(dataSource, async (manager) => {
    const replaced = activate ? await deactivateActive(manager, factory.type) : null;
    return { kind: 'saved', connector: await insertConnector(manager, { id, factory, sealed, activate }), replaced };
  });
}

interface NewConnector {
  id: string;
  factory: ConnectorFactory;
  sealed: SealedConfig;
  activate: boolean;
}

export async function insertConnector(
  manager: EntityManager,
  { id, factory, sealed, activate }: NewConnector,
): Promise<ConnectorEntity> {
  const connectors = manager.getRepository(ConnectorEntity);
  await connectors
    .createQueryBuilder()
    .insert()
    .values({
      id,
      type: factory.type,
      factoryId: factory.id,
      ...sealed,
      status: activate ? 'ACTIVE' : 'INACTIVE',
      activatedAt: activate ? () => 'now()' : null,
    })
    .execute();
  return connectors.findOneByOrFail({ id });
}
