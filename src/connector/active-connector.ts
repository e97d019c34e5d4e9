import type { DataSource } from 'typeorm';
import type { ConnectedSender, ConnectorType } from '../connector-kit/connector-factory';
import { parseConfig } from '../connector-kit/parse-config';
import { configurationVersion } from '../database/configuration-version';
import { UserInputError } from '../shared/errors';
import type { KeyRing } from '../shared/key-ring';
import type { Logger } from '../shared/logger';
import { ConnectorEntity } from './connector.entity';
import { openConfig } from './connector-config';
import type { ConnectorFactories } from './connector-factories';

export interface ActiveConnector {
  connectorId: string;
  sender: ConnectedSender;
}

export interface ActiveConnectors {
  /**
   * Runs `work` with the active connector of a type, as of the given configuration version or later; undefined when
   * none is active. The sender stays open until `work` has ended, even when another connector takes its place.
   */
  use<Result>(
    type: ConnectorType,
    version: number,
    work: (active: ActiveConnector) => Promise<Result>,
  ): Promise<Result | undefined>;
  /** Closes every sender, once it is not in use any more. */
  close(): Promise<void>;
}

interface Dependencies {
  dataSource: DataSource;
  keyRing: KeyRing;
  factories: ConnectorFactories;
  logger: Logger;
}

/** A connected sender with what it was made from, so that it is kept while its connector stays as it is. */
interface KeptSender extends ActiveConnector {
  type: ConnectorType;
  fingerprint: string;
  users: number;
  retired: boolean;
}

interface Snapshot {
  version: number;
  senders: Map<ConnectorType, KeptSender>;
}

/** Keeps one connected sender per type and replaces it when a newer configuration version is asked for. */
export function createActiveConnectors(dependencies: Dependencies): ActiveConnectors {
  let current: Snapshot = { version: 0, senders: new Map() };
  let loading: Promise<void> | undefined;
  const closings = new Set<Promise<void>>();

  const closeWhenUnused = (kept: KeptSender) => {
    if (!kept.retired || kept.users > 0) return;
    const closing = kept.sender
      .close()
      .catch((err) => dependencies.logger.warn({ err, connectorId: kept.connectorId }, 'a sender did not close'))
      .finally(() => closings.delete(closing));
    closings.add(closing);
  };
  const retire = (kept: KeptSender) => {
    kept.retired = true;
    closeWhenUnused(kept);
  };
  const replace = async () => {
    const previous = current;
    current = await loadSnapshot(dependencies, previous);
    for (const kept of previous.senders.values()) {
      if (current.senders.get(kept.type) !== kept) retire(kept);
    }
  };
  const bringUpTo = async (version: number) => {
    while (current.version < version) {
      loading ??= replace().finally(() => {
        loading = undefined;
      });
      await loading;
    }
  };

  return {
    async use(type, version, work) {
      await bringUpTo(version);
      const kept = current.senders.get(type);
      if (!kept) return undefined;
      kept.users += 1;
      try {
        return await work(kept);
      } finally {
        kept.users -= 1;
        closeWhenUnused(kept);
      }
    },
    async close() {
      for (const kept of current.senders.values()) retire(kept);
      await Promise.all(closings);
    },
  };
}

/** The version is read first: what is loaded after it is at least as new. */
async function loadSnapshot(dependencies: Dependencies, previous: Snapshot): Promise<Snapshot> {
  const { dataSource } = dependencies;
  const version = await configurationVersion(dataSource);
  const rows = await dataSource
    .getRepository(ConnectorEntity)
    .createQueryBuilder('connector')
    .addSelect('connector.secrets')
    .where({ status: 'ACTIVE' })
    .getMany();
  const senders = new Map<ConnectorType, KeptSender>();
  for (const row of rows) {
    const kept = keepOrConnect(row, previous.senders.get(row.type), dependencies);
    if (kept) senders.set(row.type, kept);
  }
  return { version, senders };
}

function keepOrConnect(
  row: ConnectorEntity,
  previous: KeptSender | undefined,
  { keyRing, factories, logger }: Dependencies,
): KeptSender | undefined {
  const fingerprint = JSON.stringify([row.id, row.factoryId, row.config, row.secrets]);
  if (previous?.fingerprint === fingerprint) return previous;
  try {
    const factory = factories.getOf(row);
    const parsed = parseConfig(factory.schema, openConfig(row, keyRing));
    if (!parsed.ok) throw new UserInputError('Its parameters do not fit its factory. Update them.');
    const sender = factory.connect(parsed.config);
    return { connectorId: row.id, sender, type: row.type, fingerprint, users: 0, retired: false };
  } catch (err) {
    // the connectors of other types go on working
    logger.error({ err, connectorId: row.id, factoryId: row.factoryId }, 'the active connector cannot be used');
    return undefined;
  }
}
