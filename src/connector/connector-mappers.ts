import type { ConnectorFactory } from '../connector-kit/connector-factory';
import { connectorFields } from '../connector-kit/connector-field';
import type { ConnectorEntity } from './connector.entity';
import {
  Connector,
  ConnectorSaved,
  ConnectorTestFailed,
  ConnectorTestSent,
  InvalidConnectorConfig,
} from './connector.types';
import type { InvalidConfig } from './connector-config';
import type { SavedConnector } from './connector-dependencies';
import { ConnectorFactoryType } from './connector-factory.types';
import { explainDeliveryError } from './explain-delivery-error';
import type { TestConnectorResult } from './test-connector';

export function toConnector(entity: ConnectorEntity): Connector {
  const { id, type, factoryId, status, config, secretKeys, createdAt, updatedAt, activatedAt } = entity;
  const fields = { id, type, factoryId, status, config, secretsSet: secretKeys, createdAt, updatedAt, activatedAt };
  return Object.assign(new Connector(), fields);
}

export function toConnectorFactory(factory: ConnectorFactory): ConnectorFactoryType {
  const { id, type, name, description, logo, readme, schema } = factory;
  const fields = { id, type, name, description, logo, readmes: readme, fields: connectorFields(schema) };
  return Object.assign(new ConnectorFactoryType(), fields);
}

export function toConnectorSaved({ connector, replaced }: SavedConnector): ConnectorSaved {
  const fields = { connector: toConnector(connector), replaced: replaced && toConnector(replaced) };
  return Object.assign(new ConnectorSaved(), fields);
}

export function toSaveResult(result: SavedConnector | InvalidConfig): ConnectorSaved | InvalidConnectorConfig {
  return result.kind === 'saved' ? toConnectorSaved(result) : new InvalidConnectorConfig(result.issues);
}

export function toTestResult(
  result: TestConnectorResult,
): ConnectorTestSent | ConnectorTestFailed | InvalidConnectorConfig {
  if (result.kind === 'invalid') return new InvalidConnectorConfig(result.issues);
  const { outcome } = result;
  if (outcome.ok) {
    const { messageId, durationMilliseconds } = outcome;
    return Object.assign(new ConnectorTestSent(), { messageId, durationMilliseconds });
  }
  const { code: error, providerMessage = null } = outcome.error;
  const message = explainDeliveryError(error);
  return Object.assign(new ConnectorTestFailed(), { code: 'CONNECTOR_TEST_FAILED', message, error, providerMessage });
}
