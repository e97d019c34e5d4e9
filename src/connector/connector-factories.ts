import type { ConnectorFactory, ConnectorType } from '../connector-kit/connector-factory';
import { NotFoundError, UserInputError } from '../shared/errors';

/** The installed connector factories. */
export interface ConnectorFactories {
  list(type?: ConnectorType): ConnectorFactory[];
  find(id: string): ConnectorFactory | undefined;
  /** @throws {NotFoundError} that names those which are installed */
  get(id: string): ConnectorFactory;
  /** @throws {UserInputError} when the factory that a connector was made with is not installed */
  getOf(connector: { factoryId: string }): ConnectorFactory;
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
    getOf({ factoryId }) {
      const factory = byId.get(factoryId);
      if (factory) return factory;
      throw new UserInputError(
        `The connector factory "${factoryId}" that this connector was made with is not installed. Install it, or delete the connector.`,
      );
    },
  };
}
