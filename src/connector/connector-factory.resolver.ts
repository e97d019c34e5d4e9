import { Arg, Authorized, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { ConnectorType } from '../graphql/enums.types';
import type { ConnectorFactories } from './connector-factories';
import { ConnectorFactoryType } from './connector-factory.types';
import { toConnectorFactory } from './connector-mappers';

@Resolver(() => ConnectorFactoryType)
export class ConnectorFactoryResolver {
  constructor(private readonly factories: ConnectorFactories) {}

  @Authorized('connector:read')
  @Query(() => [ConnectorFactoryType], {
    description: 'The connector factories that are installed. Scope: connector:read.',
  })
  connectorFactories(
    @Arg('type', () => ConnectorType, { nullable: true, description: 'Only those of this channel; left out: all.' })
    type?: ConnectorType | null,
  ): ConnectorFactoryType[] {
    return this.factories.list(type ?? undefined).map(toConnectorFactory);
  }

  @Authorized('connector:read')
  @Query(() => ConnectorFactoryType, {
    nullable: true,
    description: 'One connector factory; null: it is not installed. Scope: connector:read.',
  })
  connectorFactory(
    @Arg('id', () => ID, { description: 'The id of the factory, such as smtp.' }) id: string,
  ): ConnectorFactoryType | null {
    const factory = this.factories.find(id);
    return factory ? toConnectorFactory(factory) : null;
  }

  @FieldResolver(() => String, {
    description:
      'How to get the parameters from the provider, step by step, as Markdown; in English where there is none in the asked language.',
  })
  readme(
    @Root() { readmes }: ConnectorFactoryType,
    @Arg('locale', () => String, { nullable: true, description: 'The language as a BCP 47 tag. Default: English.' })
    locale?: string | null,
  ): string {
    const [language = ''] = (locale ?? '').split('-');
    const found = [locale ?? '', language].find((tag) => Object.hasOwn(readmes, tag));
    return readmes[found ?? 'en'] ?? readmes.en;
  }
}
