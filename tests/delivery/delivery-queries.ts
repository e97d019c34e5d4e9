import type { Stage } from '../verification/stage';

const fields = `id verificationId type recipient usage locale status connector { id } messageId createdAt sentAt
  attempts { at connectorId durationMilliseconds error providerMessage }`;

/** The newest message of a verification, as an admin sees it. */
export async function findDelivery(stage: Stage, verificationId: string): Promise<any> {
  const id = await stage.deliveryId(verificationId);
  const { data } = await stage.gateway.call(`query ($id: ID!) { delivery(id: $id) { ${fields} } }`, { id });
  return data.delivery;
}

export const listDocument = `query ($filter: DeliveryFilter, $first: Int, $after: String) {
  deliveries(filter: $filter, first: $first, after: $after) {
    edges { cursor node { ${fields} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
