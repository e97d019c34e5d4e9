import { compose, type Gateway } from './compose';
import { readConfig } from './config';
import { StartError } from './shared/errors';
import { createLogger } from './shared/logger';
import { welcome } from './welcome';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const stopping = new AbortController();
  const stop = (reason: string, exitCode: number) => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    process.stdout.write(
      `\n${reason}: finishing what is under way, for ${longestStopMilliseconds / 1_000} s at most …\n`,
    );
    void closeAndExit(composing, exitCode);
  };
  stopOnSignals(stop);
  const onBreakdown = (reason: string) => stop(reason, 1);
  const composing = compose(config, createLogger(config.logLevel), { onBreakdown });
  const gateway = await composing;
  if (stopping.signal.aborted) return;
  try {
    process.stdout.write(welcome(config, await gateway.start()));
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

function stopOnSignals(stop: (reason: string, exitCode: number) => void): void {
  process.on('SIGINT', () => stop('Interrupted', 0));
  process.on('SIGTERM', () => stop('Asked to stop', 0));
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? String(error)}\n`);
    stop('Unexpected error', 1);
  });
}

/** Above what requests, deliveries and the embedded database are given to end. */
const longestStopMilliseconds = 45_000;

/** A signal that comes while the gateway is being composed is heeded once it is: nothing is left half-open. */
async function closeAndExit(composing: Promise<Gateway>, exitCode: number): Promise<void> {
  const patience = setTimeout(() => {
    fail(new StartError('Something did not end in time.'), 'Postern did not stop cleanly');
  }, longestStopMilliseconds);
  patience.unref();
  try {
    const gateway = await composing;
    await gateway.close();
  } catch (error) {
    fail(error, 'Postern did not stop cleanly');
  }
  process.exit(exitCode);
}

/** A reason that says what to do needs no stack. */
function fail(error: unknown, what: string): never {
  const reason = error instanceof StartError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${what}:\n${reason}\n`);
  process.exit(1);
}

main().catch((error) => fail(error, 'Postern cannot start'));
