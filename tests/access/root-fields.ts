import {
  buildClientSchema,
  type GraphQLField,
  type GraphQLInputType,
  getIntrospectionQuery,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { TestGateway } from '../testkit/gateway';

/** A field of Query or Mutation as a document that asks for as little as can be. */
export interface RootField {
  name: string;
  document: string;
  /** @param values taken for arguments and input fields of that name; others are made up by their type */
  variables(values: Record<string, unknown>): Record<string, unknown>;
}

/** Every field of the schema's Query and Mutation, as the gateway itself describes them. */
export async function rootFields(gateway: TestGateway): Promise<RootField[]> {
  const { data } = await gateway.call(getIntrospectionQuery());
  const schema = buildClientSchema(data);
  const fieldsOf = (operation: string, fields: Record<string, GraphQLField<unknown, unknown>> = {}) =>
    Object.values(fields).map((field) => toRootField(operation, field));
  return [
    ...fieldsOf('query', schema.getQueryType()?.getFields()),
    ...fieldsOf('mutation', schema.getMutationType()?.getFields()),
  ];
}

function toRootField(operation: string, { name, args, type }: GraphQLField<unknown, unknown>): RootField {
  const required = args.filter(isRequiredArgument);
  const declared = required.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
  const passed = required.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const selection = isCompositeType(getNamedType(type)) ? '{ __typename }' : '';
  return {
    name,
    document: `${operation} ${declared && `(${declared})`} { ${name} ${passed && `(${passed})`} ${selection} }`,
    variables: (values) =>
      Object.fromEntries(required.map((argument) => [argument.name, example(argument.name, argument.type, values)])),
  };
}

function example(name: string, type: GraphQLInputType, values: Record<string, unknown>): unknown {
  if (Object.hasOwn(values, name)) return values[name];
  if (isNonNullType(type)) return example(name, type.ofType, values);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) throw new Error(`there is no value for "${name}": ${type}`);
  const fields = Object.values(type.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(fields.map((field) => [field.name, example(field.name, field.type, values)]));
}
