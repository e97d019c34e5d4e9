import { IsOptional, MaxLength } from 'class-validator';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { UsageType } from '../graphql/enums.types';
import type { ConnectorConfig } from './connector-config';

@InputType({ description: 'A connector to set up.' })
export class CreateConnectorInput {
  @MaxLength(100)
  @Field(() => ID, { description: 'The id of the connector factory.' })
  factoryId: string;

  @Field(() => GraphQLJSONObject, { description: "The parameters, by the keys of the factory's fields." })
  config: ConnectorConfig;

  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'Whether it becomes the active connector of its type; false: it is stored INACTIVE, to switch to later.',
  })
  activate: boolean;
}

@InputType({ description: 'Changes to the parameters of a connector.' })
export class UpdateConnectorInput {
  @Field(() => GraphQLJSONObject, {
    description: 'The parameters to change, as a merge patch: keys left out stay as they are, null removes one.',
  })
  config: ConnectorConfig;
}

@InputType({ description: 'Parameters to try out, and the test message to send with them.' })
export class TestConnectorInput {
  @MaxLength(100)
  @Field(() => ID, { description: 'The id of the connector factory.' })
  factoryId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'A stored connector of the same factory, to take the secrets from that `config` leaves out.',
  })
  connectorId?: string | null;

  @Field(() => GraphQLJSONObject, { description: "The parameters, by the keys of the factory's fields." })
  config: ConnectorConfig;

  @Field(() => String, { description: 'The address that the test message goes to.' })
  recipient: string;

  @Field(() => UsageType, { defaultValue: UsageType.GENERIC, description: 'Whose message template is used.' })
  usage: UsageType;

  @IsOptional()
  @MaxLength(35)
  @Field(() => String, {
    nullable: true,
    description:
      "The language of the message as a BCP 47 tag, at most 35 characters. Default: the gateway's default locale.",
  })
  locale?: string | null;
}
