import { Field, ID, ObjectType } from 'type-graphql';
import { connectorFieldKinds, type ConnectorFieldKind as FieldKind } from '../connector-kit/connector-field';
import { enumOf, registerEnum } from '../graphql/enum-of';
import { ConnectorType } from '../graphql/enums.types';

export const ConnectorFieldKind = enumOf(connectorFieldKinds);
export type ConnectorFieldKind = FieldKind;
registerEnum(ConnectorFieldKind, {
  name: 'ConnectorFieldKind',
  description: 'How a form shows a field, and which JSON value its parameter is.',
  values: {
    TEXT: 'One line of text; a string.',
    NUMBER: 'A number.',
    MULTILINE: 'Several lines of text; a string.',
    SWITCH: 'On or off; a boolean.',
    SELECT: 'One of `options`; a string.',
    JSON: 'A JSON object.',
  },
});

@ObjectType({ description: 'One choice of a SELECT field.' })
export class ConnectorFieldOption {
  @Field(() => String, { description: 'The value of the parameter.' })
  value: string;

  @Field(() => String, { description: 'What a form calls it.' })
  label: string;
}

@ObjectType({
  description: 'One parameter of a connector, as a form shows it and as the gateway checks it.',
})
export class ConnectorField {
  @Field(() => String, { description: 'The name of the parameter in `config`.' })
  key: string;

  @Field(() => String, { description: 'What a form calls it.' })
  label: string;

  @Field(() => ConnectorFieldKind, { description: 'How a form shows it.' })
  kind: ConnectorFieldKind;

  @Field(() => Boolean, {
    description: 'Whether it must always be given; if not, other parameters may still make it necessary.',
  })
  required: boolean;

  @Field(() => Boolean, { description: 'Whether it is write-only: stored encrypted, never returned.' })
  secret: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What it is for, in a sentence or two; null where the label says it all.',
  })
  description: string | undefined;

  @Field(() => String, { nullable: true, description: 'An example of a value; null where there is none.' })
  placeholder: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: 'The value that counts when it is left out, as JSON text; null: none.',
  })
  defaultValue: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: 'The heading under which a form shows it; null for the first, unnamed group.',
  })
  group: string | undefined;

  @Field(() => [ConnectorFieldOption], { description: 'The choices of a SELECT field; empty for every other kind.' })
  options: ConnectorFieldOption[];
}

@ObjectType('ConnectorFactory', {
  description: 'A kind of connector that can be set up, such as SMTP.',
})
export class ConnectorFactoryType {
  @Field(() => ID, { description: 'Its lower-case name, such as smtp.' })
  id: string;

  @Field(() => ConnectorType, { description: 'The channel that it sends through.' })
  type: ConnectorType;

  @Field(() => String, { description: 'What people call it.' })
  name: string;

  @Field(() => String, { description: 'What it is, in a sentence.' })
  description: string;

  @Field(() => String, { description: 'An SVG image as a data URL.' })
  logo: string;

  @Field(() => [ConnectorField], { description: 'Its parameters, in the order in which a form shows them.' })
  fields: ConnectorField[];

  /** By language; the resolver picks one. */
  readmes: Readonly<Record<string, string>> & { readonly en: string };
}
