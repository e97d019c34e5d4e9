import type { EntityManager } from 'typeorm';
import type { ConnectorType } from '../connector-kit/connector-factory';
import { ConnectorEntity } from './connector.entity';

/** Makes room for another active connector of a type; returns the one that was active, now INACTIVE. */
export async function deactivateActiveConnector(
  manager: EntityManager,
  type: ConnectorType,
): Promise<ConnectorEntity | null> {
  const connectors = manager.getRepository(ConnectorEntity);
  const active = await connectors.findOneBy({ type, status: 'ACTIVE' });
  if (!active) return null;
  await connectors.update(active.id, { status: 'INACTIVE', updatedAt: () => 'now()' });
  return connectors.findOneByOrFail({ id: active.id });
}
