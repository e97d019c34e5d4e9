import type { EntityManager } from 'typeorm';
import type { ConnectorFactory } from '../connector-kit/connector-factory';
import { secretKeys } from '../connector-kit/connector-field';
import { parseConfig } from '../connector-kit/parse-config';
import { changeConfiguration } from '../database/configuration-version';
import { mergePatch } from '../shared/merge-patch';
import { ConnectorEntity } from './connector.entity';
import {
  type ConnectorConfig,
  type InvalidConfig,
  openReadableConfig,
  type SealedConfig,
  sealConfig,
  secretsToEnterAgain,
} from './connector-config';
import type { ConnectorDependencies, SavedConnector } from './connector-dependencies';
import { getConnectorWithSecrets } from './find-connector';

/**
 * Merges a patch (RFC 7396) into a connector's parameters: keys left out stay, null removes one.
 * @throws {NotFoundError} when there is no such connector
 */
export async function updateConnector(
  { dataSource, keyRing, factories }: ConnectorDependencies,
  id: string,
  patch: ConnectorConfig,
): Promise<SavedConnector | InvalidConfig> {
  return changeConfiguration(dataSource, async (manager) => {
    const connector = await getConnectorWithSecrets(manager, id);
    const factory = factories.getOf(connector);
    const patched = patchConfig(factory, openReadableConfig(connector, keyRing), patch);
    if (patched.kind === 'invalid') return patched;
    return saveConfig(manager, id, sealConfig(id, factory, patched.config, keyRing));
  });
}

/** The stored parameters with a patch merged in, checked as a whole. */
function patchConfig(
  factory: ConnectorFactory,
  stored: ConnectorConfig,
  patch: ConnectorConfig,
): { kind: 'valid'; config: ConnectorConfig } | InvalidConfig {
  const secret = secretKeys(factory.schema);
  // a form sends a secret that was not entered as the empty text
  const entered = Object.fromEntries(
    Object.entries(patch).filter(([key, value]) => value !== '' || !secret.includes(key)),
  );
  const parsed = parseConfig(factory.schema, mergePatch(stored, entered));
  if (!parsed.ok) return { kind: 'invalid', issues: parsed.issues };
  const issues = secretsToEnterAgain(factory, stored, parsed.config, new Set(Object.keys(entered)));
  return issues.length > 0 ? { kind: 'invalid', issues } : { kind: 'valid', config: parsed.config };
}

async function saveConfig(manager: EntityManager, id: string, sealed: SealedConfig): Promise<SavedConnector> {
  const connectors = manager.getRepository(ConnectorEntity);
  await connectors
    .createQueryBuilder()
    .update()
    .set({ ...sealed, updatedAt: () => 'now()' })
    .where({ id })
    .execute();
  return { kind: 'saved', connector: await connectors.findOneByOrFail({ id }), replaced: null };
}
