import { PageInfo } from '../graphql/pagination.types';
import { maskRecipient } from '../shared/recipient';
import type { DeliveryEntity, StoredAttempt } from './delivery.entity';
import { Delivery, DeliveryAttempt, DeliveryConnection } from './delivery.types';
import type { DeliveryPage } from './list-deliveries';

export function toDelivery(entity: DeliveryEntity, withRecipient: boolean): Delivery {
  const { id, verificationId, type, address, usage, locale, status, messageId, createdAt, sentAt, connectorId } =
    entity;
  return Object.assign(new Delivery(), {
    id,
    verificationId,
    type,
    recipient: withRecipient ? address : maskRecipient(address),
    usage,
    locale,
    status,
    messageId,
    attempts: entity.attempts.map(toAttempt),
    createdAt,
    sentAt,
    connectorId,
  });
}

export function toDeliveryConnection(
  { deliveries, hasNextPage }: DeliveryPage,
  after: string | undefined,
  withRecipient: boolean,
): DeliveryConnection {
  const edges = deliveries.map(({ cursor, delivery }) => ({ cursor, node: toDelivery(delivery, withRecipient) }));
  const pageInfo = Object.assign(new PageInfo(), {
    hasNextPage,
    hasPreviousPage: after !== undefined,
    startCursor: edges.at(0)?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  });
  return Object.assign(new DeliveryConnection(), { edges, pageInfo });
}

function toAttempt({ at, connectorId, durationMilliseconds, error, providerMessage }: StoredAttempt): DeliveryAttempt {
  const outcome = { error: error ?? null, providerMessage: providerMessage ?? null };
  return Object.assign(new DeliveryAttempt(), { at: new Date(at), connectorId, durationMilliseconds, ...outcome });
}
