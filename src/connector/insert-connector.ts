import type { EntityManager } from 'typeorm';
import type { ConnectorFactory } from '../connector-kit/connector-factory';
import { ConnectorEntity } from './connector.entity';
import type { SealedConfig } from './connector-config';

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
