import type { DataSource } from 'typeorm';
import type { KeyRing } from '../shared/key-ring';
import type { ConnectorEntity } from './connector.entity';
import type { ConnectorFactories } from './connector-factories';

export interface ConnectorDependencies {
  dataSource: DataSource;
  keyRing: KeyRing;
  factories: ConnectorFactories;
}

export interface SavedConnector {
  kind: 'saved';
  connector: ConnectorEntity;
  /** The connector that this one took the place of, now INACTIVE. */
  replaced: ConnectorEntity | null;
}
