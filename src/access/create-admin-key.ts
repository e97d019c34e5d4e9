import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { generateAdminKey, hashAdminKey } from './admin-key';
import { AdminKeyEntity } from './admin-key.entity';
import type { Scope } from './scopes';

export interface CreateAdminKey {
  name: string;
  scopes: readonly Scope[];
}

/** @returns the key, which cannot be shown again: only its hash is stored */
export async function createAdminKey(
  source: DataSource | EntityManager,
  { name, scopes }: CreateAdminKey,
): Promise<string> {
  const key = generateAdminKey();
  await source
    .getRepository(AdminKeyEntity)
    .insert({ id: randomUUID(), name, hash: hashAdminKey(key), scopes: [...scopes], fromEnvironment: false });
  return key;
}
