import { registerEnumType } from 'type-graphql';

/** An enum object, as `registerEnumType` wants it, of names that are their own values. */
export function enumOf<const Name extends string>(names: readonly Name[]): { readonly [N in Name]: N } {
  return Object.fromEntries(names.map((name) => [name, name])) as { [N in Name]: N };
}

/** What the schema says of an enum and of each of its values. */
interface EnumDescription<Name extends string> {
  name: string;
  description: string;
  values: Readonly<Record<Name, string>>;
}

/** Puts an enum into the schema with every value described. */
export function registerEnum<Name extends string>(
  names: { readonly [N in Name]: N },
  { name, description, values }: EnumDescription<Name>,
): void {
  const described = Object.entries<string>(values).map(([value, text]) => [value, { description: text }]);
  registerEnumType(names, { name, description, valuesConfig: Object.fromEntries(described) });
}
