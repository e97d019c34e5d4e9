import { type Logger, pino } from 'pino';

export type { Logger };

/** Wherever one of these stands in what is logged, its value is masked. */
const secretNames = ['authorization', 'cookie', 'password', 'secret', 'token', 'apiKey', 'config', 'variables'];

/** Lines of JSON on the given stream (stdout when left out). */
export function createLogger(level: string, stream?: NodeJS.WritableStream): Logger {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = { level, base: null, redact: { paths, censor: '[redacted]' } };
  return stream ? pino(options, stream) : pino(options);
}
