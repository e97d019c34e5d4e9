import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { scopes } from '../../src/access/scopes';
import { buildSchema } from '../../src/graphql/build-schema';
import { printedSchema } from '../../src/graphql/print-schema';
import { partSizeLimits } from '../../src/template/template-source';

interface Entry {
  path: string;
  description: string;
}

const entry = (path: string, { description }: { description?: string | null | undefined }): Entry => ({
  path,
  description: description ?? '',
});

/** Everything that a client developer can look up in a schema, by its path. */
function entriesOf(schema: GraphQLSchema): Entry[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const rootTypes = [schema.getQueryType(), schema.getMutationType()];
  return types.flatMap((type) => [
    // Query and Mutation are what they are called
    ...(rootTypes.some((root) => root === type) ? [] : [entry(type.name, type)]),
    ...membersOf(type),
  ]);
}

function membersOf(type: GraphQLNamedType): Entry[] {
  if (isEnumType(type)) return type.getValues().map((value) => entry(`${type.name}.${value.name}`, value));
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => entry(`${type.name}.${field.name}`, field));
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    entry(`${type.name}.${field.name}`, field),
    ...field.args.map((argument) => entry(`${type.name}.${field.name}(${argument.name})`, argument)),
  ]);
}

describe('the schema', () => {
  const entries = entriesOf(buildSchema());
  const descriptionOf = (path: string) => entries.find((candidate) => candidate.path === path)?.description;
  const pathsWhere = (wrong: (described: Entry) => boolean) => entries.filter(wrong).map(({ path }) => path);

  it('describes everything that is in it', () => {
    expect(entries.length).toBeGreaterThan(250);
    expect(pathsWhere(({ description }) => description.trim() === '')).toEqual([]);
  });

  it('describes it in whole sentences', () => {
    expect(pathsWhere(({ description }) => !/^[A-Z].*\.$/s.test(description))).toEqual([]);
  });

  it('says of every query and mutation whether it is public or which scope it needs', () => {
    const rootFields = entries.filter(({ path }) => /^(Query|Mutation)\.\w+$/.test(path));
    const access = new RegExp(`^Public: |Scope: (${scopes.join('|')})\\.$`);
    expect(rootFields.filter(({ description }) => !access.test(description))).toEqual([]);
  });

  it('names the unit of every date and of every number of milliseconds', () => {
    const dates = Object.values(buildSchema().getTypeMap()).flatMap((type) =>
      isObjectType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => String(field.type).startsWith('DateTimeISO'))
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    expect(dates).toContain('Verification.expiresAt');
    expect(dates.filter((path) => !descriptionOf(path)?.includes('UTC'))).toEqual([]);
    const isWrong = ({ path, description }: Entry) =>
      (path.endsWith('Milliseconds') && !description.includes('milliseconds')) ||
      (path.endsWith('Seconds') && !description.includes('econds'));
    expect(pathsWhere(isWrong)).toEqual([]);
  });

  it.each([
    ['subject', '500'],
    ['html', '80,000'],
    ['text', '40,000'],
  ] as const)('states the limit of the %s of a template', (part, limit) => {
    expect(descriptionOf(`MessageTemplateInput.${part}`)).toContain(`at most ${limit} characters`);
    expect(partSizeLimits[part]).toBe(Number(limit.replace(',', '')));
  });

  it.each(['sendVerificationCode', 'resendVerificationCode'])('%s names the error to expect', (field) => {
    expect(descriptionOf(`Mutation.${field}`)).toContain('CONNECTOR_NOT_CONFIGURED');
  });

  it('is the one in schema.graphql; `npm run schema` writes it', () => {
    expect(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8')).toBe(printedSchema());
  });
});
