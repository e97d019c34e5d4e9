import type { Pool, QueryConfig } from 'pg';
import type { DataSource } from 'typeorm';

/** A statement of the hot paths, prepared once per connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** @param timeoutMilliseconds how long to wait for the answer, by default 10 s: a database that went silent must not hold up everything */
export type RunStatement = <Row>(
  statement: Statement,
  values: readonly unknown[],
  timeoutMilliseconds?: number,
) => Promise<Row[]>;

const defaultTimeoutMilliseconds = 10_000;

/** Runs hot statements on TypeORM's own pool, past its query runner: one round trip, nothing else. */
export function statementRunner(dataSource: DataSource): RunStatement {
  const { master } = dataSource.driver as unknown as { master: Pool };
  return async <Row>({ name, text }: Statement, values: readonly unknown[], timeout = defaultTimeoutMilliseconds) => {
    const { rows } = await master.query({ name, text, values: [...values], query_timeout: timeout } as QueryConfig);
    return rows as Row[];
  };
}
