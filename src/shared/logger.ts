import { type Logger, pino } from 'pino';

export type { Logger };

/** Wherever one of these stands in what is logged, its value is masked. */
const secretNames = ['authorization', 'cookie', 'password', 'secret', 'token', 'apiKey', 'config', 'variables'];

/** Lines of JSON on the given stream (stdout when left out). */
export function createLogger(level: string, stream?: NodeJS.WritableStream): Logger {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = { level, base: null, redact: { paths, censor: '[redacted]' }, serializers: { err: describeError } };
  return stream ? pino(options, stream) : pino(options);
}

/**
 * What is logged of an error. Errors of the database also carry the statement's parameters and the row that failed, with
 * recipients and ciphertexts in them; those stay out.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  return {
    type: name,
    message,
    stack,
    code,
    constraint,
    table,
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}
