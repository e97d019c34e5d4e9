import { rm } from 'node:fs/promises';

export default async function globalTeardown(): Promise<void> {
  if (!globalThis.testServer) return;
  const { postgres, dataDir } = globalThis.testServer;
  await postgres.close();
  await rm(dataDir, { recursive: true, force: true });
}
