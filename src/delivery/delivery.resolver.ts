import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { Connector } from '../connector/connector.types';
import { toConnector } from '../connector/connector-mappers';
import { findConnector } from '../connector/find-connector';
import type { GraphQLContext } from '../graphql/context';
import { Delivery, DeliveryConnection, DeliveryFilter } from './delivery.types';
import { toDelivery, toDeliveryConnection } from './delivery-mappers';
import { findDelivery, listDeliveries } from './list-deliveries';

@Resolver(() => Delivery)
export class DeliveryResolver {
  constructor(private readonly dataSource: DataSource) {}

  @Authorized('delivery:read')
  @Query(() => DeliveryConnection, { description: 'A page of the deliveries, the newest first. Scope: delivery:read.' })
  async deliveries(
    @Ctx() context: GraphQLContext,
    @Arg('filter', () => DeliveryFilter, {
      nullable: true,
      description: 'Which deliveries; left out: all.',
    })
    filter: DeliveryFilter | null | undefined,
    @Arg('first', () => Int, {
      defaultValue: 25,
      description: 'How many deliveries the page has at most, from 1 to 100.',
    })
    first: number,
    @Arg('after', () => String, {
      nullable: true,
      description: 'The end cursor of the page before; left out: the first page.',
    })
    after?: string | null,
  ): Promise<DeliveryConnection> {
    const page = await listDeliveries(this.dataSource, { filter: filter ?? {}, first, after: after ?? undefined });
    return toDeliveryConnection(page, after ?? undefined, await mayReadRecipients(context));
  }

  @Authorized('delivery:read')
  @Query(() => Delivery, {
    nullable: true,
    description: 'One delivery; null: there is none with this id. Scope: delivery:read.',
  })
  async delivery(
    @Arg('id', () => ID, { description: 'The id of the delivery.' }) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<Delivery | null> {
    const delivery = await findDelivery(this.dataSource, id);
    return delivery && toDelivery(delivery, await mayReadRecipients(context));
  }

  @Authorized('connector:read')
  @FieldResolver(() => Connector, {
    nullable: true,
    description:
      'The connector that the last attempt went through; null before the first, and once it is deleted. Scope: connector:read.',
  })
  async connector(@Root() { connectorId }: Delivery): Promise<Connector | null> {
    const connector = connectorId ? await findConnector(this.dataSource, connectorId) : null;
    return connector && toConnector(connector);
  }
}

async function mayReadRecipients({ findCaller }: GraphQLContext): Promise<boolean> {
  const caller = await findCaller();
  return caller?.scopes.has('delivery:recipients') ?? false;
}
