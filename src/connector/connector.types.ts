import { GraphQLJSONObject } from 'graphql-scalars';
import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ConfigIssue as Issue } from '../connector-kit/parse-config';
import { enumOf } from '../graphql/enum-of';
import { ConnectorType, DeliveryErrorCode } from '../graphql/enums.types';
import { Failure } from '../graphql/failure.types';

export const ConnectorStatus = enumOf(['ACTIVE', 'INACTIVE']);
export type ConnectorStatus = keyof typeof ConnectorStatus;
registerEnumType(ConnectorStatus, {
  name: 'ConnectorStatus',
  description: 'ACTIVE: messages of its type go through it. At most one connector per type is.',
});

@ObjectType({ description: 'One configured connector.' })
export class Connector {
  @Field(() => ID)
  id: string;

  @Field(() => ConnectorType, { description: 'The channel that it sends through.' })
  type: ConnectorType;

  @Field(() => ID, { description: 'The factory that it was made with.' })
  factoryId: string;

  @Field(() => ConnectorStatus)
  status: ConnectorStatus;

  @Field(() => GraphQLJSONObject, { description: 'The parameters without the secret ones.' })
  config: object;

  @Field(() => [String], { description: 'Keys of the secret parameters that are set.' })
  secretsSet: string[];

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date, { description: 'When its parameters or its status last changed.' })
  updatedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it last became active; null: never.' })
  activatedAt: Date | null;
}

@ObjectType({ description: 'One problem of a parameter configuration.' })
export class ConfigIssue {
  @Field(() => String, { description: 'Key of the field, with a dot for a nested one; empty for the whole.' })
  path: string;

  @Field(() => String, { description: 'What is wrong and what to do.' })
  message: string;
}

@ObjectType({
  implements: Failure,
  description:
    "Returned when the parameters do not fit the factory's fields, or a secret must be entered again because the host, port, region or user it belongs to changed.",
})
export class InvalidConnectorConfig extends Failure {
  @Field(() => [ConfigIssue], { description: 'Every problem at once.' })
  issues: ConfigIssue[];

  constructor(issues: Issue[]) {
    super();
    this.code = 'INVALID_CONNECTOR_CONFIG';
    this.message = 'Some parameters cannot be used; see the issues.';
    this.issues = issues;
  }
}

@ObjectType({ description: 'The connector was stored.' })
export class ConnectorSaved {
  @Field(() => Connector)
  connector: Connector;

  @Field(() => Connector, {
    nullable: true,
    description: 'The connector that this one took the place of, now INACTIVE.',
  })
  replaced: Connector | null;
}

@ObjectType({ description: 'Returned when the provider took the test message.' })
export class ConnectorTestSent {
  @Field(() => String, { nullable: true, description: "The provider's id of the message, where it gives one." })
  messageId: string | null;

  @Field(() => Int, { description: 'How long the provider took.' })
  durationMilliseconds: number;
}

@ObjectType({
  implements: Failure,
  description: 'Returned when the provider did not take the test message. Never holds a secret or a code.',
})
export class ConnectorTestFailed extends Failure {
  @Field(() => DeliveryErrorCode)
  error: DeliveryErrorCode;

  @Field(() => String, { nullable: true, description: 'What the provider said, redacted.' })
  providerMessage: string | null;
}

export const CreateConnectorResult = createUnionType({
  name: 'CreateConnectorResult',
  types: () => [ConnectorSaved, InvalidConnectorConfig] as const,
});

export const UpdateConnectorResult = createUnionType({
  name: 'UpdateConnectorResult',
  types: () => [ConnectorSaved, InvalidConnectorConfig] as const,
});

export const TestConnectorResult = createUnionType({
  name: 'TestConnectorResult',
  types: () => [ConnectorTestSent, ConnectorTestFailed, InvalidConnectorConfig] as const,
});
