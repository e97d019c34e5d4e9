import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** A statement of the hot paths, prepared once per connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export type RunStatement = <Row>(statement: Statement, values: readonly unknown[]) => Promise<Row[]>;

/** Runs hot statements on TypeORM's own pool, past its query runner: one round trip, nothing else. */
export function statementRunner(dataSource: DataSource): RunStatement {
  const { master } = dataSource.driver as unknown as { master: Pool };
  return async <Row>({ name, text }: Statement, values: readonly unknown[]) => {
    const { rows } = await master.query({ name, text, values: [...values] });
    return rows as Row[];
  };
}
