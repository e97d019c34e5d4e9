/** An enum object, as `registerEnumType` wants it, of names that are their own values. */
export function enumOf<const Name extends string>(names: readonly Name[]): { readonly [N in Name]: N } {
  return Object.fromEntries(names.map((name) => [name, name])) as { [N in Name]: N };
}
