import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { type AuthCheckerFn, buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { requireScope } from '../access/authenticate';
import type { Scope } from '../access/scopes';
import { ConnectorResolver } from '../connector/connector.resolver';
import { ConnectorFactoryResolver } from '../connector/connector-factory.resolver';
import { DeliveryResolver } from '../delivery/delivery.resolver';
import { CaughtMailResolver } from '../mail-catcher/caught-mail.resolver';
import { MessageTemplateResolver } from '../template/message-template.resolver';
import { VerificationResolver } from '../verification/verification.resolver';
import type { GraphQLContext } from './context';

const resolverClasses = [
  VerificationResolver,
  ConnectorFactoryResolver,
  ConnectorResolver,
  MessageTemplateResolver,
  DeliveryResolver,
  CaughtMailResolver,
] as const satisfies NonEmptyArray<unknown>;

type ResolverClass = (typeof resolverClasses)[number];

/** One instance of each resolver, by its class. */
export type Resolvers = ReadonlyMap<ResolverClass, InstanceType<ResolverClass>>;

/** A field with `@Authorized('a', 'b')` needs a key with the scope a or b; one without is public. */
const checkScope: AuthCheckerFn<GraphQLContext, Scope> = async ({ context }, oneOf) => {
  await requireScope(context.findCaller, oneOf);
  return true;
};

/** @param resolvers left out where the schema is printed and never run */
export function buildSchema(resolvers: Resolvers = new Map()): GraphQLSchema {
  return buildSchemaSync({
    resolvers: resolverClasses,
    container: { get: (resolverClass: ResolverClass) => resolvers.get(resolverClass) },
    authChecker: checkScope,
    validate: { forbidUnknownValues: false },
  });
}
