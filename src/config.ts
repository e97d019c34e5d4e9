import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { parseEncryptionKeys } from './shared/encryption-keys';
import { StartError } from './shared/errors';
import type { MasterKeys } from './shared/key-ring';
import { type Limits, parseLimits } from './shared/limits';
import { canonicalLocale } from './shared/locale';

export type WorkerMode = 'inline' | 'off' | 'only';

/** Everything that the environment decides, read once. */
export interface Config {
  readonly production: boolean;
  readonly logLevel: string;
  readonly host: string;
  readonly port: number;
  /** Issuer of proofs and base of links; without a slash at its end. */
  readonly publicUrl: string;
  /** Addresses and CIDRs whose X-Forwarded-For counts. */
  readonly trustedProxies: readonly string[];
  /** Undefined: a PostgreSQL of the gateway's own, under the data folder. */
  readonly databaseUrl: string | undefined;
  /** Absolute path. */
  readonly dataDir: string;
  readonly adminKey: string | undefined;
  /** Undefined: made at first start and kept in the data folder. */
  readonly encryptionKeys: MasterKeys | undefined;
  /** Port of the built-in mail catcher; undefined: it does not run. */
  readonly mailCatcherPort: number | undefined;
  readonly worker: WorkerMode;
  readonly defaultLocale: string;
  readonly code: { readonly length: number; readonly ttlSeconds: number; readonly maxAttempts: number };
  readonly limits: Limits;
}

const defaultMailCatcherPort = 4025;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .catch(() => Number.NaN)
    .refine((value) => !Number.isNaN(value), `must be a whole number from ${min} to ${max}`);

const variables = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('development'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(4000),
  DATABASE_URL: z
    .string()
    .refine(
      isDatabaseUrl,
      'must be an address such as postgres://user:password@host:5432/database, with special characters percent-encoded',
    )
    .optional(),
  POSTERN_DATA_DIR: z.string().default('.postern'),
  POSTERN_ADMIN_KEY: z
    .string()
    .regex(/^[!-~]{24,}$/, 'must have at least 24 characters, all of them ASCII and none of them a blank')
    .optional(),
  POSTERN_ENCRYPTION_KEYS: z.string().transform(readEncryptionKeys).optional(),
  POSTERN_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  POSTERN_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((range) => range.trim())
        .filter(Boolean),
    )
    .refine(
      (ranges) => ranges.every(isAddressRange),
      'must be a comma-separated list of IP addresses or CIDRs such as 10.0.0.0/8',
    ),
  POSTERN_MAIL_CATCHER: z.string().transform(parseMailCatcher).optional(),
  POSTERN_WORKER: z.enum(['inline', 'off', 'only'], 'must be inline, off or only').default('inline'),
  POSTERN_DEFAULT_LOCALE: z.string().default('en').transform(parseLocale),
  POSTERN_CODE_LENGTH: wholeNumber(6, 10).default(6),
  POSTERN_CODE_TTL_SECONDS: wholeNumber(60, 3_600).default(600),
  POSTERN_CODE_MAX_ATTEMPTS: wholeNumber(1, 20).default(5),
  POSTERN_LIMITS: z.string().default('').transform(parseLimitsVariable),
});
type Variables = z.output<typeof variables>;

/** Every variable that the gateway knows. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/**
 * Reads the environment.
 * @throws {StartError} that names every problem at once, a line each
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse(given);
  const problems = [
    ...portProblems(given),
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}.`),
    ...unknownVariables(given),
    ...(given.NODE_ENV === 'production' ? productionProblems(given) : []),
  ];
  if (!parsed.success || problems.length > 0) throw new StartError(problems.join('\n'));
  return toConfig(parsed.data);
}

function toConfig(variable: Variables): Config {
  const production = variable.NODE_ENV === 'production';
  const { POSTERN_MAIL_CATCHER: mailCatcher = production ? 'off' : defaultMailCatcherPort } = variable;
  const dataDir = variable.POSTERN_DATA_DIR;
  return Object.freeze({
    production,
    logLevel: variable.LOG_LEVEL,
    host: variable.HOST,
    port: variable.PORT,
    publicUrl: variable.POSTERN_PUBLIC_URL ?? `http://localhost:${variable.PORT}`,
    trustedProxies: variable.POSTERN_TRUSTED_PROXIES,
    databaseUrl: variable.DATABASE_URL,
    dataDir: isAbsolute(dataDir) ? dataDir : resolve(dataDir),
    adminKey: variable.POSTERN_ADMIN_KEY,
    encryptionKeys: variable.POSTERN_ENCRYPTION_KEYS,
    mailCatcherPort: mailCatcher === 'off' ? undefined : mailCatcher,
    worker: variable.POSTERN_WORKER,
    defaultLocale: variable.POSTERN_DEFAULT_LOCALE,
    code: {
      length: variable.POSTERN_CODE_LENGTH,
      ttlSeconds: variable.POSTERN_CODE_TTL_SECONDS,
      maxAttempts: variable.POSTERN_CODE_MAX_ATTEMPTS,
    },
    limits: variable.POSTERN_LIMITS,
  });
}

/** Kubernetes sets these in every container where a Service is called postern. */
const kubernetesVariable = /^POSTERN_(SERVICE_(HOST|PORT)|PORT)(_|$)/;

/** A variable that nobody reads is most often a misspelt one. */
function unknownVariables(given: Record<string, string | undefined>): string[] {
  return Object.keys(given)
    .filter((name) => name.startsWith('POSTERN_') && !variableNames.includes(name) && !kubernetesVariable.test(name))
    .map((name) => `${name} is not a variable of this version of Postern; remove it or correct its name.`);
}

/** Proofs name their issuer, which cannot be told from a port that is not known yet. */
function portProblems({ PORT, POSTERN_PUBLIC_URL }: Record<string, string | undefined>): string[] {
  return PORT === '0' && !POSTERN_PUBLIC_URL ? ['POSTERN_PUBLIC_URL is required when PORT is 0.'] : [];
}

function productionProblems(given: Record<string, string | undefined>): string[] {
  const problems: string[] = [];
  if (!given.POSTERN_ENCRYPTION_KEYS) {
    problems.push(
      'POSTERN_ENCRYPTION_KEYS is required in production: id:base64 of 32 random bytes, for example from `echo "k1:$(openssl rand -base64 32)"`.',
    );
  }
  if (given.POSTERN_MAIL_CATCHER && given.POSTERN_MAIL_CATCHER !== 'off') {
    problems.push('POSTERN_MAIL_CATCHER must be off in production: it keeps codes in clear.');
  }
  if (given.POSTERN_LIMITS === 'off') problems.push('POSTERN_LIMITS must not be off in production.');
  return problems;
}

function readEncryptionKeys(list: string, context: z.RefinementCtx): MasterKeys {
  const keys = parseEncryptionKeys(list);
  if (keys) return keys;
  context.addIssue('must be a comma-separated list of id:base64 of 32 bytes, newest first, each id once');
  return z.NEVER;
}

function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password, pathname } = new URL(text);
  try {
    [username, password, pathname].forEach(decodeURIComponent);
    return true;
  } catch {
    return false;
  }
}

function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    bits > 0 && rest.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  );
}

function parseMailCatcher(text: string, context: z.RefinementCtx): number | 'off' {
  if (text === 'off') return 'off';
  if (text === 'on') return defaultMailCatcherPort;
  const port = wholeNumber(1, 65_535).safeParse(text);
  if (port.success) return port.data;
  context.addIssue('must be on, off or a port');
  return z.NEVER;
}

function parseLocale(tag: string, context: z.RefinementCtx): string {
  const locale = canonicalLocale(tag);
  if (locale) return locale;
  context.addIssue('must be a BCP 47 language tag such as en or pt-BR');
  return z.NEVER;
}

function parseLimitsVariable(text: string, context: z.RefinementCtx): Limits {
  const { limits, problems } = parseLimits(text);
  for (const problem of problems) context.addIssue(problem);
  return limits;
}
