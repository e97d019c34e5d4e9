import type { ConnectorType } from '../connector-kit/connector-factory';
import type { RunStatement } from '../database/statement';
import { DecryptionError, type KeyRing } from '../shared/key-ring';
import type { UsageType } from '../shared/usage';
import type { DeliveryStatus, StoredAttempt } from './delivery.entity';
import {
  claimStatement,
  renewStatement,
  returnStatement,
  settleFailedStatement,
  settleSentStatement,
} from './outbox.statements';

/** For how long a claimed delivery belongs to the process that claimed it. */
export const leaseSeconds = 30;

/** One leased message with its code, on its way from the queue to a provider. */
export interface LeasedDelivery {
  id: string;
  type: ConnectorType;
  /** What the provider is given. */
  address: string;
  usage: UsageType;
  locale: string;
  /** Undefined: the key that it was encrypted under is not in the key ring any more. */
  code: string | undefined;
  /** Milliseconds of the process's monotonic clock; from then on the code must not be sent any more. */
  expiresAt: number;
  /** false: a newer code took the place of this one, or it was used already; it must not be sent any more. */
  codeIsLive: boolean;
  /** How often it was tried at a provider so far. */
  attempts: number;
  /** How often it was claimed: tells this lease from an earlier one that is over. */
  claims: number;
  /** Connectors and templates as of this version or later are to be used. */
  configurationVersion: number;
  /** Of the request that it comes from, for the logs. */
  requestId: string;
  /** Milliseconds of the process's monotonic clock, taken before the lease began. */
  leasedAt: number;
}

/** The place of a delivery's ciphertext, for the key ring. */
export function codePlace(deliveryId: string): string {
  return `delivery:${deliveryId}`;
}

interface ClaimedRow {
  request_id: string;
  id: string;
  type: ConnectorType;
  address: string;
  usage: UsageType;
  locale: string;
  code: string;
  claims: number;
  expires_in_seconds: number;
  code_is_live: boolean;
  attempts: number;
  configuration_version: string;
}

/** What becomes of a delivery that was not sent. */
export interface FailedSettlement {
  /** Undefined: nothing was tried at a provider. */
  attempt: StoredAttempt | undefined;
  /** Undefined: it has failed for good. */
  retryInSeconds: number | undefined;
}

export interface Outbox {
  /** Leases up to `limit` due deliveries, those of dead processes among them. */
  claim(limit: number): Promise<LeasedDelivery[]>;
  /** Lets the lease begin anew; false: it is over and somebody else's by now. */
  renew(delivery: LeasedDelivery): Promise<boolean>;
  /** Gives leased deliveries back unsent, due at once. */
  giveBack(deliveries: readonly LeasedDelivery[]): Promise<void>;
  /** False: the lease was over, and the row was left alone. */
  settleSent(delivery: LeasedDelivery, attempt: StoredAttempt, messageId: string): Promise<boolean>;
  /** QUEUED again when it may be retried within the code's life, else FAILED; undefined: the lease was over. */
  settleFailed(delivery: LeasedDelivery, settlement: FailedSettlement): Promise<DeliveryStatus | undefined>;
}

/** The delivery table as a queue with leases. */
export function createOutbox(run: RunStatement, keyRing: KeyRing): Outbox {
  return {
    async claim(limit) {
      const leasedAt = performance.now();
      const rows = await run<ClaimedRow>(claimStatement, [limit, leaseSeconds]);
      return rows.map((row) => toLeasedDelivery(row, keyRing, leasedAt));
    },
    async renew(delivery) {
      const leasedAt = performance.now();
      const [row] = await run<{ code_is_live: boolean }>(renewStatement, [delivery.id, delivery.claims, leaseSeconds]);
      if (!row) return false;
      delivery.leasedAt = leasedAt;
      delivery.codeIsLive = row.code_is_live;
      return true;
    },
    async giveBack(deliveries) {
      if (deliveries.length === 0) return;
      await run(returnStatement, [deliveries.map(({ id }) => id), deliveries.map(({ claims }) => claims)]);
    },
    async settleSent({ id, claims }, attempt, messageId) {
      const values = [id, claims, JSON.stringify(attempt), attempt.connectorId, messageId];
      return (await run(settleSentStatement, values)).length > 0;
    },
    async settleFailed({ id, claims }, { attempt, retryInSeconds }) {
      const attempts = JSON.stringify(attempt ? [attempt] : []);
      const values = [id, claims, attempts, attempt?.connectorId ?? null, retryInSeconds ?? null];
      const [row] = await run<{ status: DeliveryStatus }>(settleFailedStatement, values);
      return row?.status;
    },
  };
}

function toLeasedDelivery(row: ClaimedRow, keyRing: KeyRing, leasedAt: number): LeasedDelivery {
  const { id, type, address, usage, locale, claims, attempts } = row;
  return {
    id,
    type,
    address,
    usage,
    locale,
    claims,
    attempts,
    leasedAt,
    code: openCode(row, keyRing),
    expiresAt: leasedAt + row.expires_in_seconds * 1_000,
    codeIsLive: row.code_is_live,
    requestId: row.request_id,
    configurationVersion: Number(row.configuration_version),
  };
}

/** One row that does not open must not hold up those that were claimed with it. */
function openCode({ id, code }: ClaimedRow, keyRing: KeyRing): string | undefined {
  try {
    return keyRing.decrypt(code, codePlace(id));
  } catch (error) {
    if (error instanceof DecryptionError) return undefined;
    throw error;
  }
}
