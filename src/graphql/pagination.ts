import { UserInputError } from '../shared/errors';
import { isUuid } from '../shared/uuid';

/** Where a row stands in a list that is ordered by time and id. */
export interface Position {
  /** Text of the instant with microseconds, as the database prints it. */
  createdAt: string;
  id: string;
}

const largestPage = 100;

/** @throws {UserInputError} */
export function requirePageSize(first: number, largest = largestPage): void {
  if (first < 1 || first > largest) throw new UserInputError(`"first" must be from 1 to ${largest}.`);
}

export function encodeCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

/** @throws {UserInputError} when the text is not a cursor that a list gave out */
export function decodeCursor(cursor: string): Position {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, createdAt = '', id = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) (\S+)$/.exec(text) ?? [];
  if (isUuid(id) && isInstant(createdAt)) return { createdAt, id };
  throw new UserInputError('"after" must be a cursor that an earlier page gave.');
}

/** JavaScript takes February 30 for March 2, and knows a year 0; the database does neither. */
function isInstant(text: string): boolean {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds) || text.startsWith('0000')) return false;
  return new Date(milliseconds).toISOString().slice(0, 19) === text.slice(0, 19);
}
