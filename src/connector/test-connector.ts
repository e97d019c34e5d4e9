import { randomUUID } from 'node:crypto';
import type { ConnectedSender, ConnectorFactory, ConnectorType } from '../connector-kit/connector-factory';
import { secretKeys } from '../connector-kit/connector-field';
import type { DeliveryError } from '../connector-kit/delivery-error';
import { parseConfig } from '../connector-kit/parse-config';
import { UserInputError } from '../shared/errors';
import { parseRecipient } from '../shared/recipient';
import type { UsageType } from '../shared/usage';
import { type ConnectorConfig, type InvalidConfig, openReadableConfig, secretsToEnterAgain } from './connector-config';
import type { ConnectorDependencies } from './connector-dependencies';
import { getConnectorWithSecrets } from './find-connector';

export interface TestConnector {
  factoryId: string;
  /** The stored connector whose secrets fill in those that `config` leaves out. */
  connectorId: string | undefined;
  config: ConnectorConfig;
  recipient: string;
  usage: UsageType;
  locale: string | undefined;
}

export interface TestMessage {
  id: string;
  type: ConnectorType;
  to: string;
  usage: UsageType;
  locale: string | undefined;
}

export type TestOutcome =
  | { ok: true; messageId: string; durationMilliseconds: number }
  | { ok: false; error: DeliveryError; durationMilliseconds: number };

/** Renders a message with an example code and sends it as a real one is sent. */
export type SendTestMessage = (sender: ConnectedSender, message: TestMessage) => Promise<TestOutcome>;

export type TestConnectorResult = { kind: 'tested'; outcome: TestOutcome } | InvalidConfig;

/**
 * Sends one message with parameters that need not be stored.
 * @throws {NotFoundError} when there is no such factory or connector
 * @throws {UserInputError} when the recipient is not a well-formed address, or the connector is of another factory
 */
export async function testConnector(
  dependencies: ConnectorDependencies & { sendTestMessage: SendTestMessage },
  test: TestConnector,
): Promise<TestConnectorResult> {
  const factory = dependencies.factories.get(test.factoryId);
  const recipient = parseRecipient(factory.type, test.recipient);
  if (!recipient) throw new UserInputError(`"recipient" must be one well-formed address, such as name@example.com.`);
  const stored = await storedConfig(dependencies, test);
  const given = fillInSecrets(factory, test.config, stored);
  const parsed = parseConfig(factory.schema, given.config);
  if (!parsed.ok) return { kind: 'invalid', issues: parsed.issues };
  const issues = secretsToEnterAgain(factory, stored, parsed.config, given.entered);
  if (issues.length > 0) return { kind: 'invalid', issues };
  const sender = factory.connect(parsed.config);
  try {
    const message = {
      id: randomUUID(),
      type: factory.type,
      to: recipient.address,
      usage: test.usage,
      locale: test.locale,
    };
    return { kind: 'tested', outcome: await dependencies.sendTestMessage(sender, message) };
  } finally {
    await sender.close();
  }
}

async function storedConfig(
  { dataSource, keyRing }: ConnectorDependencies,
  { connectorId, factoryId }: TestConnector,
): Promise<ConnectorConfig> {
  if (connectorId === undefined) return {};
  const connector = await getConnectorWithSecrets(dataSource, connectorId);
  if (connector.factoryId !== factoryId) {
    throw new UserInputError(
      `The connector "${connectorId}" was made with the factory "${connector.factoryId}", not "${factoryId}".`,
    );
  }
  return openReadableConfig(connector, keyRing);
}

function fillInSecrets(
  factory: ConnectorFactory,
  config: ConnectorConfig,
  stored: ConnectorConfig,
): { config: ConnectorConfig; entered: Set<string> } {
  const keys = secretKeys(factory.schema);
  const entered = new Set(
    keys.filter((key) => config[key] !== undefined && config[key] !== null && config[key] !== ''),
  );
  const filledIn = keys.filter((key) => !entered.has(key) && config[key] !== null).map((key) => [key, stored[key]]);
  return { config: { ...config, ...Object.fromEntries(filledIn) }, entered };
}
