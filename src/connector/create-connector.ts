import { randomUUID } from 'node:crypto';
import { parseConfig } from '../connector-kit/parse-config';
import { changeConfiguration } from '../database/configuration-version';
import { type ConnectorConfig, type InvalidConfig, sealConfig } from './connector-config';
import type { ConnectorDependencies, SavedConnector } from './connector-dependencies';
import { deactivateActiveConnector } from './deactivate-active-connector';
import { insertConnector } from './insert-connector';

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
    const replaced = activate ? await deactivateActiveConnector(manager, factory.type) : null;
    return { kind: 'saved', connector: await insertConnector(manager, { id, factory, sealed, activate }), replaced };
  });
}
