import type { DataSource } from 'typeorm';
import { changeConfiguration } from '../database/configuration-version';
import { ConnectorEntity } from './connector.entity';
import type { SavedConnector } from './connector-dependencies';
import { getConnectorWithSecrets } from './find-connector';

/**
 * Stops sending through a connector, and keeps it.
 * @throws {NotFoundError} when there is no such connector
 */
export async function deactivateConnector(dataSource: DataSource, id: string): Promise<SavedConnector> {
  return changeConfiguration(dataSource, async (manager) => {
    const { status } = await getConnectorWithSecrets(manager, id);
    const connectors = manager.getRepository(ConnectorEntity);
    if (status === 'ACTIVE') await connectors.update(id, { status: 'INACTIVE', updatedAt: () => 'now()' });
    return { kind: 'saved', connector: await connectors.findOneByOrFail({ id }), replaced: null };
  });
}
