import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { createDatabase, dropDatabase, templateName } from './database-server';

/** A database of a test's own, cloned from the migrated template. */
export interface TestDatabase {
  readonly url: string;
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Makes everything that is stored so many seconds older: the database's clock goes on without anybody waiting. */
  elapse(seconds: number): Promise<void>;
  /** Every value of every table as text. */
  dump(): Promise<string>;
  drop(): Promise<void>;
}

export async function cloneDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_SERVER;
  if (!server) throw new Error('the test run has no database server');
  const name = `postern_${randomUUID().replaceAll('-', '')}`;
  const url = await createDatabase(server, name, templateName);
  const pool = new Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {}); // a connection may still be closing when its database is dropped
  const query = async <Row>(text: string, values: unknown[] = []) => (await pool.query(text, values)).rows as Row[];
  return {
    url,
    query,
    elapse: (seconds) => elapse(pool, seconds),
    dump: () => dump(pool),
    async drop() {
      await pool.end();
      await dropDatabase(server, name);
    },
  };
}

async function elapse(pool: Pool, seconds: number): Promise<void> {
  const ago = `make_interval(secs => ${seconds})`;
  const earlier = (column: string) => `${column} = ${column} - ${ago}`;
  const allEarlier = (column: string) =>
    `${column} = ARRAY(SELECT t - ${ago} FROM unnest(${column}) WITH ORDINALITY AS u (t, n) ORDER BY n)`;
  const set = (table: string, ...changes: string[]) => `UPDATE ${table} SET ${changes.join(', ')}`;
  await pool.query(
    [
      'BEGIN',
      set('verification', ...['created_at', 'expires_at', 'resend_available_at', 'verified_at'].map(earlier)),
      set('delivery', ...['created_at', 'expires_at', 'due_at', 'sent_at'].map(earlier)),
      set('recipient_budget', ...['sends', 'misses'].map(allEarlier)),
      set('idempotency_key', earlier('expires_at')),
      'COMMIT',
    ].join(';'),
  );
}

async function dump(pool: Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const contents = await Promise.all(tables.map(({ name }) => pool.query(`SELECT t::text AS row FROM "${name}" AS t`)));
  return contents.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n');
}
