import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { decodeCursor, encodeCursor, requirePageSize } from '../graphql/pagination';
import { UserInputError } from '../shared/errors';
import { parseRecipient } from '../shared/recipient';
import type { UsageType } from '../shared/usage';
import { isUuid } from '../shared/uuid';
import { DeliveryEntity, type DeliveryStatus } from './delivery.entity';

export interface DeliveryFilter {
  status?: readonly DeliveryStatus[] | null | undefined;
  usage?: readonly UsageType[] | null | undefined;
  recipient?: string | null | undefined;
  connectorId?: string | null | undefined;
  since?: Date | null | undefined;
  until?: Date | null | undefined;
}

export interface DeliveryPage {
  deliveries: { cursor: string; delivery: DeliveryEntity }[];
  hasNextPage: boolean;
}

/**
 * One page of deliveries, the newest first.
 * @throws {UserInputError} when `first` or `after` cannot be used
 */
export async function listDeliveries(
  dataSource: DataSource,
  { filter, first, after }: { filter: DeliveryFilter; first: number; after: string | undefined },
): Promise<DeliveryPage> {
  requirePageSize(first);
  const query = dataSource
    .getRepository(DeliveryEntity)
    .createQueryBuilder('delivery')
    // to the microsecond: a Date would cut it, and rows of one millisecond would be lost between pages
    .addSelect(`to_char(delivery.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`, 'position')
    .orderBy('delivery.created_at', 'DESC')
    .addOrderBy('delivery.id', 'DESC')
    .limit(first + 1);
  narrow(query, filter);
  if (after !== undefined) {
    query.andWhere('(delivery.created_at, delivery.id) < (:createdAt::timestamptz, :id::uuid)', decodeCursor(after));
  }
  const { entities, raw } = await query.getRawAndEntities<{ position: string }>();
  const deliveries = entities.map((delivery, index) => ({
    cursor: encodeCursor({ createdAt: String(raw[index]?.position), id: delivery.id }),
    delivery,
  }));
  return { deliveries: deliveries.slice(0, first), hasNextPage: deliveries.length > first };
}

export async function findDelivery(dataSource: DataSource, id: string): Promise<DeliveryEntity | null> {
  return isUuid(id) ? dataSource.getRepository(DeliveryEntity).findOneBy({ id }) : null;
}

function narrow(query: SelectQueryBuilder<DeliveryEntity>, filter: DeliveryFilter): void {
  const { status, usage, recipient, connectorId, since, until } = filter;
  if (status) query.andWhere('delivery.status = ANY (:status)', { status });
  if (usage) query.andWhere('delivery.usage = ANY (:usage)', { usage });
  if (typeof recipient === 'string')
    query.andWhere('delivery.recipient = :recipient', { recipient: recipientKey(recipient) });
  if (typeof connectorId === 'string') {
    if (!isUuid(connectorId)) throw new UserInputError('"connectorId" must be the id of a connector.');
    query.andWhere('delivery.connector_id = :connectorId', { connectorId });
  }
  if (since) query.andWhere('delivery.created_at >= :since', { since });
  if (until) query.andWhere('delivery.created_at < :until', { until });
}

function recipientKey(text: string): string {
  const recipient = parseRecipient(text.startsWith('+') ? 'SMS' : 'EMAIL', text);
  if (!recipient) throw new UserInputError('"recipient" must be one whole address, such as name@example.com.');
  return recipient.key;
}
