import { IsOptional, MaxLength } from 'class-validator';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { UsageType } from '../graphql/enums.types';
import type { ConnectorConfig } from './connector-config';

@InputType()
export class CreateConnectorInput {
  @MaxLength(100)
  @Field(() => ID)
  factoryId: string;

  @Field(() => GraphQLJSONObject, { description: "The parameters, by the keys of the factory's fields." })
  config: ConnectorConfig;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'false: store it beside the active one, to switch to later.',
  })
  activate: boolean;
}

@InputType()
export class UpdateConnectorInput {
  @Field(() => GraphQLJSONObject, {
    description: 'A merge patch: keys left out stay as they are, null removes one.',
  })
  config: ConnectorConfig;
}

@InputType()
export class TestConnectorInput {
  @MaxLength(100)
  @Field(() => ID)
  factoryId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Take the secrets that `config` leaves out from this stored connector.',
  })
  connectorId?: string | null;

  @Field(() => GraphQLJSONObject, { description: "The parameters, by the keys of the factory's fields." })
  config: ConnectorConfig;

  @Field(() => String, { description: 'Where the test message goes.' })
  recipient: string;

  @Field(() => UsageType, { defaultValue: UsageType.GENERIC, description: 'Picks the template.' })
  usage: UsageType;

  @IsOptional()
  @MaxLength(35)
  @Field(() => String, { nullable: true, description: "BCP 47. Default: the gateway's default locale." })
  locale?: string | null;
}
