import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from './build-schema';

const header = '# Emitted from the code by `npm run schema`. Do not edit.\n\n';

writeFileSync('schema.graphql', `${header}${printSchema(lexicographicSortSchema(buildSchema()))}\n`);
