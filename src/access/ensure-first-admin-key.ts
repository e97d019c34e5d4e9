import { randomUUID } from 'node:crypto';
import { type DataSource, type EntityManager, Not } from 'typeorm';
import { hashAdminKey } from './admin-key';
import { AdminKeyEntity } from './admin-key.entity';
import { createAdminKey } from './create-admin-key';
import { scopes } from './scopes';

/** Any number that no other program is likely to lock in the same database. */
const adminKeyLock = 7_270_003;

/**
 * Lets the key of the environment in, and that of an earlier environment no more; with neither that nor any other key,
 * makes the first one. An environment without a key changes nothing: other processes may have one.
 * @returns the key, when one was made: the only chance to show it
 */
export async function ensureFirstAdminKey(
  dataSource: DataSource,
  keyOfEnvironment: string | undefined,
): Promise<string | undefined> {
  return dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [adminKeyLock]);
    if (keyOfEnvironment !== undefined) await replaceKeyOfEnvironment(manager, keyOfEnvironment);
    const isFirst = (await manager.getRepository(AdminKeyEntity).count()) === 0;
    return isFirst ? createAdminKey(manager, { name: 'First key', scopes }) : undefined;
  });
}

async function replaceKeyOfEnvironment(manager: EntityManager, key: string): Promise<void> {
  const keys = manager.getRepository(AdminKeyEntity);
  const hash = hashAdminKey(key);
  await keys.delete({ fromEnvironment: true, hash: Not(hash) });
  await keys
    .createQueryBuilder()
    .insert()
    .values({ id: randomUUID(), name: 'POSTERN_ADMIN_KEY', hash, scopes: [...scopes], fromEnvironment: true })
    .orIgnore()
    .execute();
}
