import type { z } from 'zod';

export interface ConfigIssue {
  /** Key of the parameter, with a dot for a nested one; empty for the whole. */
  path: string;
  message: string;
}

export type ParsedConfig = { ok: true; config: Record<string, unknown> } | { ok: false; issues: ConfigIssue[] };

/**
 * Checks parameters against a factory's schema and fills in defaults. Null and the empty text, which is what
 * a form sends for a field left empty, count as left out; a parameter that the schema does not know is an issue.
 */
export function parseConfig(schema: z.ZodObject, input: Record<string, unknown>): ParsedConfig {
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(schema.shape, key));
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(given).filter(([key]) => !unknown.includes(key))));
  const found = [
    ...unknown.map((path) => ({ path, message: 'This connector has no such parameter.' })),
    ...(parsed.error?.issues ?? []).map((issue) => toConfigIssue(issue, given)),
  ];
  const unstorable = unstorablePaths(given).filter((path) => !found.some((issue) => issue.path === path));
  const issues = [
    ...found,
    ...unstorable.map((path) => ({ path, message: 'Remove the characters that are no text.' })),
  ];
  return parsed.success && issues.length === 0 ? { ok: true, config: parsed.data } : { ok: false, issues };
}

function toConfigIssue(issue: z.core.$ZodIssue, given: Record<string, unknown>): ConfigIssue {
  const [key] = issue.path;
  const missing = issue.code === 'invalid_type' && issue.path.length === 1 && !Object.hasOwn(given, String(key));
  return { path: issue.path.join('.'), message: missing ? 'This parameter is required.' : issue.message };
}

/** Where a text, or a key, holds NUL or half a surrogate pair: no database takes those. */
function unstorablePaths(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [path.join('.')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, nested]) => {
    return isStorable(key) ? unstorablePaths(nested, [...path, key]) : [path.join('.')];
  });
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
