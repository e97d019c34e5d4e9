import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from './build-schema';

const header = '# Emitted from the code by `npm run schema`. Do not edit.\n\n';

/** The text of schema.graphql, as the code makes it. */
export function printedSchema(): string {
  return `${header}${printSchema(lexicographicSortSchema(buildSchema()))}\n`;
}
