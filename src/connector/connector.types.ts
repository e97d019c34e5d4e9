import { GraphQLJSONObject } from 'graphql-scalars';
import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { ConfigIssue as Issue } from '../connector-kit/parse-config';
import { enumOf, registerEnum } from '../graphql/enum-of';
import { ConnectorType, DeliveryErrorCode } from '../graphql/enums.types';
import { Failure } from '../graphql/failure.types';

export const ConnectorStatus = enumOf(['ACTIVE', 'INACTIVE']);
export type ConnectorStatus = keyof typeof ConnectorStatus;
registerEnum(ConnectorStatus, {
  name: 'ConnectorStatus',
  description: 'Whether messages go through a connector.',
  values: {
    ACTIVE: 'Messages of its type go through it; at most one connector of a type is ACTIVE.',
    INACTIVE: 'It is stored and not used.',
  },
});

@ObjectType({ description: 'One configured connector.' })
export class Connector {
  @Field(() => ID, { description: 'Identifies the connector.' })
  id: string;

  @Field(() => ConnectorType, { description: 'The channel that it sends through.' })
  type: ConnectorType;

  @Field(() => ID, { description: 'The id of the factory that it was made with.' })
  factoryId: string;

  @Field(() => ConnectorStatus, { description: 'Whether messages go through it.' })
  status: ConnectorStatus;

  @Field(() => GraphQLJSONObject, {
    description: "The parameters without the secret ones, by the keys of the factory's fields.",
  })
  config: object;

  @Field(() => [String], { description: 'Keys of the secret parameters that are set.' })
  secretsSet: string[];

  @Field(() => Date, { description: 'When it was created, UTC.' })
  createdAt: Date;

  @Field(() => Date, { description: 'When its parameters or its status last changed, UTC.' })
  updatedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it last became ACTIVE, UTC; null: never.' })
  activatedAt: Date | null;
}

@ObjectType({ description: 'One problem of a parameter configuration.' })
export class ConfigIssue {
  @Field(() => String, {
    description: 'The key of the parameter, with a dot before a nested one; empty for the configuration as a whole.',
  })
  path: string;

  @Field(() => String, { description: 'What is wrong and what to do.' })
  message: string;
}

@ObjectType({
  implements: Failure,
  description:
    "Returned when the parameters do not fit the factory's fields, or a secret must be entered again because a parameter that says where it goes, such as the host or the user, changed.",
})
export class InvalidConnectorConfig extends Failure {
  @Field(() => [ConfigIssue], { description: 'Everything that is wrong, at once.' })
  issues: ConfigIssue[];

  constructor(issues: Issue[]) {
    super();
    this.code = 'INVALID_CONNECTOR_CONFIG';
    this.message = 'Some parameters cannot be used; see the issues.';
    this.issues = issues;
  }
}

@ObjectType({ description: 'Returned when a connector was created, changed, activated or deactivated.' })
export class ConnectorSaved {
  @Field(() => Connector, { description: 'The connector as it is now.' })
  connector: Connector;

  @Field(() => Connector, {
    nullable: true,
    description: 'The connector that this one took the place of, now INACTIVE; null: none.',
  })
  replaced: Connector | null;
}

@ObjectType({ description: 'Returned when the provider took the test message.' })
export class ConnectorTestSent {
  @Field(() => String, {
    nullable: true,
    description: "The provider's id of the message, or its Message-ID where the provider gives none.",
  })
  messageId: string | null;

  @Field(() => Int, { description: 'How long the attempt took, in milliseconds.' })
  durationMilliseconds: number;
}

@ObjectType({
  implements: Failure,
  description: 'Returned when the provider did not take the test message. Never holds a secret or a code.',
})
export class ConnectorTestFailed extends Failure {
  @Field(() => DeliveryErrorCode, { description: 'Why the provider did not take the message.' })
  error: DeliveryErrorCode;

  @Field(() => String, { nullable: true, description: 'What the provider said, redacted; null where it said nothing.' })
  providerMessage: string | null;
}

export const CreateConnectorResult = createUnionType({
  name: 'CreateConnectorResult',
  description: 'What came of creating a connector.',
  types: () => [ConnectorSaved, InvalidConnectorConfig] as const,
});

export const UpdateConnectorResult = createUnionType({
  name: 'UpdateConnectorResult',
  description: 'What came of changing a connector.',
  types: () => [ConnectorSaved, InvalidConnectorConfig] as const,
});

export const TestConnectorResult = createUnionType({
  name: 'TestConnectorResult',
  description: 'What came of testing a connector.',
  types: () => [ConnectorTestSent, ConnectorTestFailed, InvalidConnectorConfig] as const,
});
