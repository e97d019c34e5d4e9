import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectorFieldKinds, type ConnectorFieldKind as FieldKind } from '../connector-kit/connector-field';
import { enumOf } from '../graphql/enum-of';
import { ConnectorType } from '../graphql/enums.types';

export const ConnectorFieldKind = enumOf(connectorFieldKinds);
export type ConnectorFieldKind = FieldKind;
registerEnumType(ConnectorFieldKind, { name: 'ConnectorFieldKind', description: 'How a form shows a field.' });

@ObjectType({ description: 'One choice of a SELECT field.' })
export class ConnectorFieldOption {
  @Field(() => String, { description: 'What is stored.' })
  value: string;

  @Field(() => String, { description: 'What the form shows.' })
  label: string;
}

@ObjectType({
  description:
    "One field of a connector's parameter configuration: what the form shows and what validation enforces come from the same declaration.",
})
export class ConnectorField {
  @Field(() => String, { description: 'The name of the parameter in `config`.' })
  key: string;

  @Field(() => String, { description: 'What the form calls it.' })
  label: string;

  @Field(() => ConnectorFieldKind, { description: 'How a form shows it.' })
  kind: ConnectorFieldKind;

  @Field(() => Boolean, { description: 'Whether it must be given.' })
  required: boolean;

  @Field(() => Boolean, { description: 'Write-only: never returned once stored.' })
  secret: boolean;

  @Field(() => String, { nullable: true, description: 'What it is for, in a sentence or two.' })
  description: string | undefined;

  @Field(() => String, { nullable: true, description: 'An example of a value.' })
  placeholder: string | undefined;

  @Field(() => String, { nullable: true, description: 'JSON text of the default.' })
  defaultValue: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: 'Heading under which the form shows it; null for the first, unnamed group.',
  })
  group: string | undefined;

  @Field(() => [ConnectorFieldOption], { description: 'The choices of a SELECT field; empty for every other kind.' })
  options: ConnectorFieldOption[];
}

@ObjectType('ConnectorFactory', {
  description:
    'A kind of connector that can be set up: SMTP, SendGrid, AWS SES, Aliyun DirectMail, and installed ones.',
})
export class ConnectorFactoryType {
  @Field(() => ID, { description: 'smtp, sendgrid, aws-ses, aliyun-dm, …' })
  id: string;

  @Field(() => ConnectorType, { description: 'The channel that it sends through.' })
  type: ConnectorType;

  @Field(() => String, { description: 'What people call it.' })
  name: string;

  @Field(() => String, { description: 'What it is, in a sentence.' })
  description: string;

  @Field(() => String, { description: 'Data URL of an SVG.' })
  logo: string;

  @Field(() => [ConnectorField], { description: 'Its parameters, in the order in which a form shows them.' })
  fields: ConnectorField[];

  /** By language; the resolver picks one. */
  readmes: Readonly<Record<string, string>> & { readonly en: string };
}
