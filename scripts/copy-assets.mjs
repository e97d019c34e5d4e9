// Copies what the code reads beside itself (guides and logos of connector factories) to where it is compiled to.
import { cpSync } from 'node:fs';

cpSync('src/connector-factories', 'dist/src/connector-factories', {
  recursive: true,
  filter: (source) => !source.endsWith('.ts'),
});
