import type { DataSource, EntityManager } from 'typeorm';
import type { ConnectorType } from '../connector-kit/connector-factory';
import { NotFoundError } from '../shared/errors';
import { isUuid } from '../shared/uuid';
import { ConnectorEntity } from './connector.entity';

/** The newest first. */
export function listConnectors(dataSource: DataSource, type?: ConnectorType): Promise<ConnectorEntity[]> {
  return dataSource
    .getRepository(ConnectorEntity)
    .find({ where: type ? { type } : {}, order: { createdAt: 'DESC', id: 'DESC' } });
}

export function findActiveConnector(dataSource: DataSource, type: ConnectorType): Promise<ConnectorEntity | null> {
  return dataSource.getRepository(ConnectorEntity).findOneBy({ type, status: 'ACTIVE' });
}

export async function findConnector(dataSource: DataSource, id: string): Promise<ConnectorEntity | null> {
  return isUuid(id) ? dataSource.getRepository(ConnectorEntity).findOneBy({ id }) : null;
}

/**
 * A connector with its encrypted secrets.
 * @throws {NotFoundError}
 */
export async function getConnectorWithSecrets(
  source: DataSource | EntityManager,
  id: string,
): Promise<ConnectorEntity> {
  const connector = isUuid(id)
    ? await source
        .getRepository(ConnectorEntity)
        .createQueryBuilder('connector')
        .addSelect('connector.secrets')
        .where({ id })
        .getOne()
    : null;
  if (!connector) throw new NotFoundError(`There is no connector with the id "${id}".`);
  return connector;
}
