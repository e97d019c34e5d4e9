import type { DataSource, EntityManager } from 'typeorm';

/**
 * Runs one change of connectors or templates in a transaction. The version's row lock makes such changes go one after
 * the other, in every process; the new version tells each process that what it keeps in memory is out of date.
 */
export function changeConfiguration<Result>(
  dataSource: DataSource,
  change: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  return dataSource.transaction(async (manager) => {
    await manager.query('UPDATE configuration_version SET version = version + 1');
    return change(manager);
  });
}

/** The version that the next read of connectors and templates is at least as new as. */
export async function configurationVersion(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query('SELECT version FROM configuration_version');
  return Number(row.version);
}
