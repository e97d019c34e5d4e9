import { writeFileSync } from 'node:fs';
import { printedSchema } from './print-schema';

writeFileSync('schema.graphql', printedSchema());
