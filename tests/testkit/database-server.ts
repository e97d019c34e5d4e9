import { Client } from 'pg';

/** The migrated database that is never connected to while it is cloned. */
export const templateName = 'postern_template';

/** @returns the URL of the new database */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  await runOnServer(serverUrl, `CREATE DATABASE "${name}" ${template ? `TEMPLATE "${template}"` : ''}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await runOnServer(serverUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}

async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
