import { z } from 'zod';

export const connectorFieldKinds = ['TEXT', 'NUMBER', 'MULTILINE', 'SWITCH', 'SELECT', 'JSON'] as const;
export type ConnectorFieldKind = (typeof connectorFieldKinds)[number];

/** How the form shows one parameter, beside what its schema says. */
export interface FieldMetadata {
  label: string;
  description?: string;
  placeholder?: string;
  /** Encrypted at rest and never returned once stored. */
  secret?: boolean;
  /** Heading under which the form shows it; left out: the first, unnamed group. */
  group?: string;
  multiline?: boolean;
  /** What the form calls each value of a select; left out: the value itself. */
  optionLabels?: Readonly<Record<string, string>>;
}

/** One parameter as the form needs it. */
export interface ConnectorField {
  key: string;
  label: string;
  kind: ConnectorFieldKind;
  required: boolean;
  secret: boolean;
  description?: string | undefined;
  placeholder?: string | undefined;
  /** JSON text of the default. */
  defaultValue?: string | undefined;
  group?: string | undefined;
  options: { value: string; label: string }[];
}

const fieldMetadata = z.registry<FieldMetadata>();

/** Declares one parameter of a connector: its schema together with what the form shows. */
export function field<Schema extends z.ZodType>(schema: Schema, metadata: FieldMetadata): Schema {
  fieldMetadata.add(schema, metadata);
  return schema;
}

/**
 * The form's fields, in the order in which the schema declares them.
 * @throws when a parameter was not declared with `field()`
 */
export function connectorFields(schema: z.ZodObject): ConnectorField[] {
  return Object.entries(schema.shape).map(([key, parameter]) => describeField(key, parameter as z.ZodType));
}

/** Keys of the parameters that are stored encrypted and never returned. */
export function secretKeys(schema: z.ZodObject): string[] {
  return connectorFields(schema)
    .filter(({ secret }) => secret)
    .map(({ key }) => key);
}

function describeField(key: string, parameter: z.ZodType): ConnectorField {
  const metadata = fieldMetadata.get(parameter);
  if (!metadata) throw new Error(`the parameter "${key}" is not declared with field()`);
  const { inner, required, defaultValue } = unwrap(parameter);
  const { label, description, placeholder, group, secret = false, multiline = false, optionLabels = {} } = metadata;
  const options = inner instanceof z.ZodEnum ? inner.options.map(String) : [];
  return {
    key,
    label,
    kind: multiline ? 'MULTILINE' : kindOf(key, inner),
    required,
    secret,
    description,
    placeholder,
    defaultValue: defaultValue === undefined ? undefined : JSON.stringify(defaultValue),
    group,
    options: options.map((value) => ({ value, label: optionLabels[value] ?? value })),
  };
}

function unwrap(parameter: z.ZodType): { inner: z.ZodType; required: boolean; defaultValue: unknown } {
  let inner = parameter;
  let required = true;
  let defaultValue: unknown;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) {
    required = false;
    if (inner instanceof z.ZodDefault) defaultValue = inner.def.defaultValue;
    inner = inner.unwrap() as z.ZodType;
  }
  return { inner, required, defaultValue };
}

function kindOf(key: string, schema: z.ZodType): ConnectorFieldKind {
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return 'TEXT';
  if (schema instanceof z.ZodNumber) return 'NUMBER';
  if (schema instanceof z.ZodBoolean) return 'SWITCH';
  if (schema instanceof z.ZodEnum) return 'SELECT';
  if (schema instanceof z.ZodRecord) return 'JSON';
  throw new Error(`the parameter "${key}" is of a kind that no form field shows: ${schema.type}`);
}
