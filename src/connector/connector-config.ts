import type { ConnectorFactory } from '../connector-kit/connector-factory';
import { secretKeys } from '../connector-kit/connector-field';
import type { ConfigIssue } from '../connector-kit/parse-config';
import { DecryptionError, type KeyRing } from '../shared/key-ring';
import type { ConnectorEntity } from './connector.entity';

export type ConnectorConfig = Record<string, unknown>;

/** What a use case answers when the parameters cannot be used. */
export interface InvalidConfig {
  kind: 'invalid';
  issues: ConfigIssue[];
}

/** Parameters as the columns of a row. */
export type SealedConfig = Pick<ConnectorEntity, 'config' | 'secrets' | 'secretKeys'>;

/** The place of a connector's ciphertext, for the key ring. */
function secretsPlace(connectorId: string): string {
  return `connector:${connectorId}`;
}

/** Splits validated parameters into the columns of a row. */
export function sealConfig(
  connectorId: string,
  factory: ConnectorFactory,
  config: ConnectorConfig,
  keyRing: KeyRing,
): SealedConfig {
  const secret = new Set(secretKeys(factory.schema));
  const entries = Object.entries(config).filter(([, value]) => value !== undefined);
  const secrets = entries.filter(([key]) => secret.has(key));
  return {
    config: Object.fromEntries(entries.filter(([key]) => !secret.has(key))),
    secrets:
      secrets.length === 0
        ? null
        : keyRing.encrypt(JSON.stringify(Object.fromEntries(secrets)), secretsPlace(connectorId)),
    secretKeys: secrets.map(([key]) => key),
  };
}

/** All parameters of a row that was read with its `secrets`. */
export function openConfig(connector: ConnectorEntity, keyRing: KeyRing): ConnectorConfig {
  const { id, config, secrets } = connector;
  return { ...config, ...(secrets === null ? {} : JSON.parse(keyRing.decrypt(secrets, secretsPlace(id)))) };
}

/** As `openConfig`, with secrets that cannot be opened any more left out: they have to be entered again. */
export function openReadableConfig(connector: ConnectorEntity, keyRing: KeyRing): ConnectorConfig {
  try {
    return openConfig(connector, keyRing);
  } catch (error) {
    if (error instanceof DecryptionError) return { ...connector.config };
    throw error;
  }
}

/**
 * Secrets that were stored for one destination and would now go to another one.
 * @param stored all parameters as they are stored
 * @param next all parameters as they would become, the stored secrets filled in
 * @param entered keys of the secrets that were entered now
 */
export function secretsToEnterAgain(
  factory: ConnectorFactory,
  stored: ConnectorConfig,
  next: ConnectorConfig,
  entered: ReadonlySet<string>,
): ConfigIssue[] {
  const moved = factory.destination.filter((key) => !sameValue(stored[key], next[key]));
  if (moved.length === 0) return [];
  return secretKeys(factory.schema)
    .filter((key) => stored[key] !== undefined && next[key] !== undefined && !entered.has(key))
    .map((path) => ({ path, message: `Enter it again, because ${listWords(moved)} changed.` }));
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function listWords(words: string[]): string {
  return words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
