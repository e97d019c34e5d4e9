import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig, variableNames } from '../../src/config';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The stages of the Dockerfile, each a list of instructions with what they are given. */
const stages = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split(/^(?=FROM )/m)
  .map((stage) =>
    stage
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => /^([A-Z]+) +(.+)$/.exec(line) ?? [line])
      .map(([line, instruction = `not understood: ${line}`, text = '']) => ({ instruction, text })),
  );
const finalStage = stages.at(-1) ?? [];
const of = (stage: typeof finalStage, wanted: string) =>
  stage.filter(({ instruction }) => instruction === wanted).map(({ text }) => text);
/** The program and its arguments, when they are written as a list: no shell stands between. */
const execForm = (text = '') => JSON.parse(text.slice(text.indexOf('['))) as string[];

/** As Docker reads it: the last line that fits decides. All that is copied lies at the top, so no line needs a path. */
function isIgnored(name: string): boolean {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const last = lines.findLast((line) => ['*', name].includes(line.replace(/^!/, '')));
  return last !== undefined && !last.startsWith('!');
}

describe('the Dockerfile', () => {
  it('starts from the Node version that is supported for longest, in every stage', () => {
    expect(stages).toHaveLength(3);
    for (const stage of stages) expect(of(stage, 'FROM')[0]).toMatch(/^node:24-bookworm-slim( AS \w+)?$/);
  });

  it('copies what exists and what .dockerignore lets in', () => {
    const sources = stages
      .flatMap((stage) => of(stage, 'COPY'))
      .filter((text) => !text.startsWith('--from='))
      .flatMap((text) => text.split(/ +/).slice(0, -1));
    expect(sources).toContain('src');
    for (const source of sources) {
      expect([source, existsSync(join(root, source)), isIgnored(source)]).toEqual([source, true, false]);
    }
  });

  it('keeps secrets, data and the packages of this machine out', () => {
    for (const name of ['.env', '.git', '.postern', 'node_modules', 'dist'])
      expect([name, isIgnored(name)]).toEqual([name, true]);
  });

  it('copies from stages that it has', () => {
    const names = stages.map((stage) => / AS (\w+)$/.exec(of(stage, 'FROM')[0] ?? '')?.[1]);
    for (const text of of(finalStage, 'COPY')) {
      const from = /^--from=(\w+)/.exec(text)?.[1];
      if (from !== undefined) expect(names).toContain(from);
    }
  });

  it('installs what the lock file says, and nothing for development in the end', () => {
    const installs = stages
      .flatMap((stage) => of(stage, 'RUN'))
      .filter((text) => text.startsWith('npm ') && !text.startsWith('npm run'));
    expect(installs).toHaveLength(2);
    for (const install of installs) expect(install).toMatch(/^npm ci /);
    expect(of(finalStage, 'COPY').filter((text) => text.includes('node_modules'))).toEqual([
      '--from=dependencies /app/node_modules node_modules',
    ]);
    expect(installs[1]).toContain('--omit=dev');
  });

  it('runs what `npm start` runs, as an ordinary user that gets its signals', () => {
    const { scripts } = JSON.parse(read('package.json'));
    expect(of(finalStage, 'USER')).toEqual(['node']);
    expect(of(finalStage, 'CMD').map(execForm)).toEqual([scripts.start.replace('exec ', '').split(' ')]);
    expect(of(finalStage, 'ENTRYPOINT')).toEqual([]);
  });

  it('listens in production, to others, on the port that it shows', () => {
    expect(imageEnvironment).toEqual({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '4000' });
    expect(of(finalStage, 'EXPOSE')).toEqual(['4000']);
  });

  it('has a health check that tells alive from not', async () => {
    let statusCode = 200;
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/healthz' ? statusCode : 404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [, ...options] = execForm(of(finalStage, 'HEALTHCHECK')[0]);
    const exitCode = async () => {
      const check = spawn(process.execPath, options, { env: { PORT: String(port) }, stdio: 'inherit' });
      return (await once(check, 'exit'))[0];
    };
    expect(await exitCode()).toBe(0);
    statusCode = 500;
    expect(await exitCode()).toBe(1);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect(await exitCode()).toBe(1);
  });
});

const imageEnvironment = Object.fromEntries(
  of(finalStage, 'ENV').flatMap((text) => text.split(/ +/).map((pair) => pair.split('='))),
);

/** The variables of .env.example: what is written behind each, or else what the command above it prints. */
const exampleValues = Object.fromEntries(
  read('.env.example')
    .split('\n\n')
    .map((block) => {
      const [, name = '', written = ''] = /^([A-Z_]+)=(.*)$/m.exec(block) ?? [];
      const [, command] = /^# \$ (.+)$/m.exec(block) ?? [];
      return [name, written || (command ? execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim() : '')];
    })
    .filter(([name]) => name !== ''),
);

describe('docker-compose.yml', () => {
  const text = read('docker-compose.yml');
  const required = /\$\{([A-Z_]+):\?[^}]+\}/g;
  const { services, volumes } = parse(text, { merge: true });
  const { gateway, postgres, mailpit } = parse(
    text.replace(required, (_, name) => exampleValues[name] ?? `no example of ${name}`),
    { merge: true },
  ).services;

  it('takes from outside what .env.example explains, and stops when it is missing', () => {
    const names = [...text.matchAll(required)].map(([, name]) => name);
    expect([...new Set(names)].sort()).toEqual(Object.keys(exampleValues).sort());
    expect(text.replace(required, '')).not.toContain('$');
  });

  it('gives the gateway variables that it knows, with values that it takes', () => {
    for (const name of Object.keys(gateway.environment)) expect(variableNames).toContain(name);
    const config = readConfig({ ...imageEnvironment, ...gateway.environment });
    expect(config).toMatchObject({ production: true, host: '0.0.0.0', port: 4000, mailCatcherPort: undefined });
    // With these two the gateway writes no file, which its read-only file system would not let it.
    expect(config.encryptionKeys).toHaveLength(1);
    expect(config.databaseUrl).toBeDefined();
  });

  it('leads the gateway to the database', () => {
    const { protocol, username, password, hostname, port, pathname } = new URL(gateway.environment.DATABASE_URL);
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = postgres.environment;
    expect({ protocol, hostname, port }).toEqual({ protocol: 'postgres:', hostname: 'postgres', port: '5432' });
    expect([username, password, pathname]).toEqual([POSTGRES_USER, POSTGRES_PASSWORD, `/${POSTGRES_DB}`]);
    expect(password).toMatch(/^\w{32,}$/);
    expect(gateway.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  });

  it('builds the gateway and pins the rest', () => {
    expect(gateway.build).toBe('.');
    expect(postgres.image).toBe('postgres:18');
    expect(mailpit.image).toMatch(/^axllent\/mailpit:v\d+\.\d+/);
  });

  it('keeps the database in a volume, where the image of version 18 has it', () => {
    expect(postgres.volumes).toEqual(['database:/var/lib/postgresql']);
    expect(Object.keys(volumes)).toEqual(['database']);
  });

  it('knows when each service is healthy', () => {
    expect(of(finalStage, 'HEALTHCHECK')).toHaveLength(1); // the gateway's
    expect(postgres.healthcheck.test.slice(0, 2)).toEqual(['CMD', 'pg_isready']);
    expect(mailpit.healthcheck.test).toEqual(['CMD', '/mailpit', 'readyz']);
  });

  it('shows every port to this machine only', () => {
    const ports = Object.values<any>(services).flatMap((service) => service.ports ?? []);
    expect(ports).toEqual(['127.0.0.1:4000:4000', '127.0.0.1:1025:1025', '127.0.0.1:8025:8025']);
    for (const { network_mode } of Object.values<any>(services)) expect(network_mode).toBeUndefined();
  });

  it.each(Object.keys(services))('gives %s no more rights than it needs', (name) => {
    expect(services[name]).toMatchObject({
      restart: 'unless-stopped',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: expect.arrayContaining(['/tmp']),
    });
    const user = services[name].user ?? of(finalStage, 'USER')[0];
    expect(user).not.toMatch(/^(root|0)\b/);
  });
});
