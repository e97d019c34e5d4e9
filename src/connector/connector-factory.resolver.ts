import { Arg, Authorized, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { ConnectorType } from '../graphql/enums.types';
import type { ConnectorFactories } from './connector-factories';
import { ConnectorFactoryType } from './connector-factory.types';
import { toConnectorFactory } from './connector-mappers';

@Resolver(() => ConnectorFactoryType)
export class ConnectorFactoryResolver {
  constructor(private readonly factories: ConnectorFactories) {}

  @Authorized('connector:read')
  @Query(() => [ConnectorFactoryType], { description: 'What can be set up.' })
  connectorFactories(
    @Arg('type', () => ConnectorType, { nullable: true }) type?: ConnectorType | null,
  ): ConnectorFactoryType[] {
    return this.factories.list(type ?? undefined).map(toConnectorFactory);
  }

  @Authorized('connector:read')
  @Query(() => ConnectorFactoryType, { nullable: true })
  connectorFactory(@Arg('id', () => ID) id: string): ConnectorFactoryType | null {
    const factory = this.factories.find(id);
    return factory ? toConnectorFactory(factory) : null;
  }

  @FieldResolver(() => String, {
    description:
      'Markdown: how to get the parameters from the provider, step by step; in English where there is none in the asked language.',
  })
  readme(
    @Root() { readmes }: ConnectorFactoryType,
    @Arg('locale', () => String, { nullable: true }) locale?: string | null,
  ): string {
    const [language = ''] = (locale ?? '').split('-');
    const found = [locale ?? '', language].find((tag) => Object.hasOwn(readmes, tag));
    return readmes[found ?? 'en'] ?? readmes.en;
  }
}
