import type { ConnectorChannel, ConnectorFactory } from '../connector-kit/connector-factory';
import { NotFoundError } from '../shared/errors';

/** The installed connector factories. */
export interface ConnectorFactories {
  list(type?: ConnectorChannel): ConnectorFactory[];
  find(id: string): ConnectorFactory | undefined;
  /** @throws {NotFoundError} that names those which are installed */
  get(id: string): ConnectorFactory;
}

export function createConnectorFactories(installed: readonly ConnectorFactory[]): ConnectorFactories {
  const byId = new Map(installed.map((factory) => [factory.id, factory]));
  return {
    list: (type) => installed.filter((factory) => type === undefined || factory.type === type),
    find: (id) => byId.get(id),
    get(id) {
      const factory = byId.get(id);
      if (factory) return factory;
      throw new NotFoundError(`There is no connector factory "${id}". Installed are: ${[...byId.keys()].join(', ')}.`);
    },
  };
}
