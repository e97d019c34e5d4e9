import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const main = join(root, 'dist/src/main.js');
const patienceMilliseconds = 20_000;

/** The gateway as its users run it: a process of its own, from the build. */
export interface SpawnedGateway {
  readonly child: ChildProcess;
  readonly output: string;
  /** Waits until the output matches; fails with the output when the process ends before. */
  waitForOutput(pattern: RegExp): Promise<RegExpExecArray>;
  /** Waits for the end. */
  exitCode(): Promise<number | null>;
}

/**
 * Takes nothing over from the environment of the test run but the path.
 * @param command by default the gateway itself
 */
export function spawnGateway(environment: Record<string, string>, command = [process.execPath, main]): SpawnedGateway {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exit = once(child, 'exit') as Promise<[number | null]>;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      child.emit('output');
    });
  }
  return {
    child,
    get output() {
      return output;
    },
    waitForOutput: (pattern) =>
      new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          clearTimeout(timer);
          child.off('output', look);
          settle();
        };
        const look = () => {
          const match = pattern.exec(output);
          if (match) finish(() => resolve(match));
        };
        const fail = (why: string) => finish(() => reject(new Error(`${why} before ${pattern} appeared:\n${output}`)));
        const timer = setTimeout(() => fail('time ran out'), patienceMilliseconds);
        child.on('output', look);
        exit.then(() => fail('the gateway ended'));
        look();
      }),
    exitCode: async () => (await exit)[0],
  };
}

/** A port that is free right now. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
