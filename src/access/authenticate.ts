import type { DataSource } from 'typeorm';
import { ForbiddenError, UnauthenticatedError } from '../shared/errors';
import { hashAdminKey } from './admin-key';
import { AdminKeyEntity } from './admin-key.entity';
import type { Scope } from './scopes';

/** Who holds the admin key that a call came with. */
export interface Caller {
  scopes: ReadonlySet<Scope>;
}

/**
 * Looked up when the first admin field of a call asks, and then once; undefined: the call came without a key.
 * @throws {UnauthenticatedError} when the key is not known
 */
export type FindCaller = () => Promise<Caller | undefined>;

/** @param authorization the Authorization header, if there is one */
export function callerFinder(dataSource: DataSource, authorization: string | undefined): FindCaller {
  let caller: Promise<Caller | undefined> | undefined;
  return () => {
    caller ??= findCaller(dataSource, authorization);
    return caller;
  };
}

async function findCaller(dataSource: DataSource, authorization: string | undefined): Promise<Caller | undefined> {
  const [, key] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (!key) return undefined;
  const found = await dataSource.getRepository(AdminKeyEntity).findOneBy({ hash: hashAdminKey(key) });
  if (found) return { scopes: new Set(found.scopes) };
  throw new UnauthenticatedError(
    'This admin key is not known. Check it for typing errors, or whether it was replaced.',
  );
}

/**
 * @throws {UnauthenticatedError} without a valid key
 * @throws {ForbiddenError} when the key lacks every one of the scopes
 */
export async function requireScope(findCaller: FindCaller, oneOf: readonly Scope[]): Promise<void> {
  const caller = await findCaller();
  if (!caller)
    throw new UnauthenticatedError('This needs an admin key: send the header "Authorization: Bearer <admin key>".');
  if (oneOf.some((scope) => caller.scopes.has(scope))) return;
  throw new ForbiddenError(`This needs an admin key with the scope ${oneOf.join(' or ')}.`);
}
