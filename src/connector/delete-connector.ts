import type { DataSource } from 'typeorm';
import { changeConfiguration } from '../database/configuration-version';
import { ConnectorEntity } from './connector.entity';
import { getConnectorWithSecrets } from './find-connector';

/**
 * Removes a connector and its parameters for good, active or not.
 * @returns its id
 * @throws {NotFoundError} when there is no such connector
 */
export async function deleteConnector(dataSource: DataSource, id: string): Promise<string> {
  return changeConfiguration(dataSource, async (manager) => {
    const connector = await getConnectorWithSecrets(manager, id);
    await manager.getRepository(ConnectorEntity).delete(connector.id);
    return connector.id;
  });
}
