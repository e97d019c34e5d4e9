import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** A file that imports `name` from `module` and makes use of it. */
const importing = (module: string, name = 'thing') =>
  `import { ${name} } from '${module}'; export const kept = ${name};`;
const importingType = (module: string) => `import type { Thing } from '${module}'; export type Kept = Thing;`;
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('');

/** File, what it holds, and what lint has to say about it. */
const offences: [file: string, source: string, message: RegExp][] = [
  ['src/connector/a.ts', importing('../template/render'), /in delivery\/, or hand the value in from compose\.ts/],
  ['src/connector/b.ts', importing('../verification/code'), /connector\/ knows no template, verification or delivery/],
  ['src/connector/c.ts', importing('../delivery/outbox'), /connector\/ knows no template, verification or delivery/],
  ['src/template/a.ts', importing('../connector/active-connector'), /in delivery\/, or hand the value in/],
  ['src/template/b.ts', importing('../delivery/outbox'), /template\/ knows no connector/],
  ['src/template/built-in/c.ts', importing('../../verification/code'), /template\/ knows no connector/],
  ['src/template/d.ts', importingType('../connector/connector.types'), /template\/ knows no connector/],
  ['src/template/e.ts', `export const kept = () => import('../connector/a');`, /template\/ knows no connector/],
  ['src/delivery/a.ts', importing('../verification/code'), /hand it in from verification\//],
  ['src/verification/a.ts', importing('../connector/active-connector'), /through delivery\/ only/],
  ['src/verification/b.ts', importing('../template/render'), /through delivery\/ only/],
  ['src/connector-factories/a.ts', importing('../connector/a'), /connector-kit\/, shared\/ and the vendor's SDK only/],
  ['src/connector-factories/b.ts', importing('../http/server'), /connector-kit\/, shared\/ and the vendor's SDK only/],
  [
    'src/connector-factories/smtp/c.ts',
    importing('../../delivery/outbox'),
    /Take what is missing through ConnectorFactory/,
  ],
  ['src/connector-factories/smtp/d.ts', importing('../../config'), /Take what is missing through ConnectorFactory/],
  ['src/connector-factories/smtp/e.ts', importing('fastify'), /its vendor's SDK and zod only/],
  ['src/connector-factories/smtp/f.ts', importing('@apollo/server/errors'), /its vendor's SDK and zod only/],
  ['src/connector-factories/smtp/g.ts', importing('pg'), /its vendor's SDK and zod only/],
  ['src/connector-kit/a.ts', importing('../shared/errors'), /connector-kit\/ imports nothing of ours/],
  ['src/shared/a.ts', importing('../delivery/outbox'), /move the code into the feature it is about/],
  ['src/shared/b.ts', importing('../config'), /move the code into the feature it is about/],
  ['src/template/f.ts', importing('type-graphql', 'Field'), /\*\.types\.ts, \*\.resolver\.ts and src\/graphql/],
  ['src/http/a.ts', importingType('type-graphql'), /\*\.types\.ts, \*\.resolver\.ts and src\/graphql/],
  ['src/template/a.types.ts', importingType('typeorm'), /\*\.entity\.ts, use cases, src\/database and migrations/],
  ['src/graphql/a.ts', importing('typeorm', 'DataSource'), /ask the database in a use case/],
  ['src/http/b.ts', importing('typeorm', 'DataSource'), /ask the database in a use case/],
  ['src/shared/c.ts', importing('typeorm', 'DataSource'), /ask the database in a use case/],
  ['src/connector-kit/b.ts', importing('typeorm', 'DataSource'), /ask the database in a use case/],
  ['src/template/a.resolver.ts', importing('typeorm', 'In'), /A resolver takes no more than types from typeorm/],
  ['migrations/a.ts', importing('../src/shared/errors'), /A migration imports nothing of src\//],
  ['src/http/c.ts', importing('../../tests/testkit/mailbox'), /move what both need into src\//],
  ['src/http/d.ts', importing('../main'), /take compose\.ts/],
  ['tests/a.test.ts', importing('../src/main'), /take compose\.ts/],
  ['src/http/e.ts', 'export const kept = process.pid;', /global variable process/],
  ['src/http/f.ts', importing('node:process', 'exit'), /Only main\.ts touches the process/],
  ['src/http/g.ts', "import process from 'node:process'; export const kept = process.pid;", /Only main\.ts touches/],
  ['src/access/a.ts', importing('./b'), /part of a cycle/],
  ['src/access/b.ts', importingType('./a'), /part of a cycle/],
  ['src/access/c.ts', "export { thing } from './d';", /barrel file/],
  ['src/access/f.ts', "export * from './d';", /barrel file.*export all/s],
  ['src/access/g.ts', "import { Thing } from './d'; export type Kept = Thing;", /only used as types/],
  ['src/access/h.ts', "import { thing } from './d'; export const kept = 1;", /This import is unused/],
  ['src/access/i.ts', 'const lost = 1; export const kept = 2;', /variable lost is unused/],
  ['src/access/j.ts', 'export const kept = (value: any) => value;', /Unexpected any/],
  ['src/access/k.ts', 'export default function kept() {}', /default export/],
  ['src/access/l.ts', lines(251, (i) => `export const kept${i} = ${i};\n`), /Maximum allowed is 250/],
  ['src/access/m.ts', `export function kept() {\n${lines(51, (i) => `  console.log(${i});\n`)}}`, /too many lines/],
];

const allowed: [file: string, source: string][] = [
  ['src/delivery/z.ts', importing('../connector/active-connector')],
  ['src/delivery/y.ts', importing('../template/render')],
  ['src/verification/z.ts', importing('../delivery/outbox')],
  ['src/verification/y.ts', importingType('../connector-kit/connector-factory')],
  ['src/connector/z.ts', importing('../connector-kit/parse-config')],
  ['src/connector/z.types.ts', importing('type-graphql', 'Field')],
  ['src/connector/z.resolver.ts', importingType('typeorm')],
  ['src/connector/z.entity.ts', importing('typeorm', 'Column')],
  ['src/connector-factories/z.ts', importing('../connector-kit/connector-factory')],
  ['src/connector-factories/smtp/z.ts', importing('../../shared/errors')],
  ['src/connector-factories/smtp/y.ts', importing('../read-assets')],
  ['src/connector-factories/smtp/x.ts', importing('../http/request')],
  ['src/connector-factories/smtp/w.ts', importing('nodemailer')],
  ['src/database/z.ts', importing('node:process', 'kill')],
  ['src/main.ts', 'process.exitCode = Number(process.env.PORT);\n'],
  ['migrations/z.ts', importingType('typeorm')],
  ['tests/template/z.test.ts', importing('../../src/template/render')],
  ['tests/setup.ts', 'export default (value: any) => value;\n'],
];

let folder: string;
let found: Map<string, string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-lint-'));
  await cp(join(root, 'lint'), join(folder, 'lint'), { recursive: true });
  await cp(join(root, 'biome.json'), join(folder, 'biome.json'));
  await Promise.all([...offences, ...allowed].map(([file, source]) => write(join(folder, file), source)));
  found = await lint();
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(file: string, source: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, source);
}

/** @returns the messages for each file that there are any for */
async function lint(): Promise<Map<string, string[]>> {
  const options = ['--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false', '--vcs-use-ignore-file=false'];
  const messages = new Map<string, string[]>();
  for (const { severity, message, location } of JSON.parse(await run('lint', ...options)).diagnostics) {
    messages.set(location.path, [...(messages.get(location.path) ?? []), `${severity}: ${message}`]);
  }
  return messages;
}

/** @returns what biome prints; that it finds something makes it fail, which is what is wanted here */
const run = (...options: string[]) =>
  new Promise<string>((resolve) => {
    const biome = require.resolve('@biomejs/biome/bin/biome');
    execFile(process.execPath, [biome, ...options], { cwd: folder }, (_error, stdout) => resolve(stdout));
  });

const firstLine = (source: string) => source.split('\n', 1)[0];

for (const [file, source, message] of offences) {
  test(`lint refuses ${file}: ${firstLine(source)}`, () => {
    expect(found.get(file)?.join('\n')).toMatch(message);
    expect(found.get(file)?.join('\n')).not.toMatch(/^(?!error)/m);
  });
}

for (const [file, source] of allowed) {
  test(`lint allows ${file}: ${firstLine(source)}`, () => expect(found.get(file)).toBeUndefined());
}

test('every rule in lint/ is switched on', async () => {
  const config = await readFile(join(root, 'biome.json'), 'utf8');
  for (const file of await readdir(join(root, 'lint'))) expect(config).toContain(`"./lint/${file}"`);
});

test('no file in src is a barrel or a drawer for everything', async () => {
  const files = await readdir(join(root, 'src'), { recursive: true });
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => /^(index|utils?|helpers?|common|misc)\.ts$/.test(basename(file)))).toEqual([]);
});
