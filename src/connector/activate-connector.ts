import { parseConfig } from '../connector-kit/parse-config';
import { changeConfiguration } from '../database/configuration-version';
import { UserInputError } from '../shared/errors';
import { ConnectorEntity } from './connector.entity';
import { openReadableConfig } from './connector-config';
import type { ConnectorDependencies, SavedConnector } from './connector-dependencies';
import { deactivateActiveConnector } from './deactivate-active-connector';
import { getConnectorWithSecrets } from './find-connector';

/**
 * Makes a stored connector the active one of its type; the one active until now becomes INACTIVE in the same transaction.
 * @throws {NotFoundError} when there is no such connector
 * @throws {UserInputError} when its factory is not installed, or its parameters do not fit the factory any more
 */
export async function activateConnector(dependencies: ConnectorDependencies, id: string): Promise<SavedConnector> {
  return changeConfiguration(dependencies.dataSource, async (manager) => {
    const connector = await getConnectorWithSecrets(manager, id);
    requireUsable(connector, dependencies);
    const connectors = manager.getRepository(ConnectorEntity);
    if (connector.status === 'ACTIVE') return saved(await connectors.findOneByOrFail({ id }), null);
    const replaced = await deactivateActiveConnector(manager, connector.type);
    await connectors.update(id, { status: 'ACTIVE', activatedAt: () => 'now()', updatedAt: () => 'now()' });
    return saved(await connectors.findOneByOrFail({ id }), replaced);
  });
}

function saved(connector: ConnectorEntity, replaced: ConnectorEntity | null): SavedConnector {
  return { kind: 'saved', connector, replaced };
}

function requireUsable(connector: ConnectorEntity, { factories, keyRing }: ConnectorDependencies): void {
  const factory = factories.getOf(connector);
  const parsed = parseConfig(factory.schema, openReadableConfig(connector, keyRing));
  if (parsed.ok) return;
  const problems = parsed.issues.map(({ path, message }) => `${path}: ${message}`).join(' ');
  throw new UserInputError(`Update the connector's parameters before activating it. ${problems}`);
}
