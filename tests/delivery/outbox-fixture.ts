import { openDatabase } from '../../src/database/data-source';
import { statementRunner } from '../../src/database/statement';
import type { StoredAttempt } from '../../src/delivery/delivery.entity';
import { createOutbox, type Outbox } from '../../src/delivery/outbox';
import { KeyRing } from '../../src/shared/key-ring';
import { createLogger } from '../../src/shared/logger';
import { openStage, type Stage } from '../verification/stage';

/** The outbox of a worker, beside a gateway that stores and never delivers. */
export interface OutboxStage extends Stage {
  readonly outbox: Outbox;
  /** Stores so many deliveries, all of them due. */
  store(count: number): Promise<void>;
  /** Status and number of claims of each delivery, in the order in which they were stored. */
  rows(): Promise<{ status: string; claims: number; code: string | null }[]>;
  /** Removes every verification and delivery. */
  clear(): Promise<void>;
}

/** The key ring of the gateways in the tests. */
const keyRing = new KeyRing([{ id: 'test', secret: Buffer.alloc(32, 1) }]);

export async function openOutbox(): Promise<OutboxStage> {
  const stage = await openStage({ environment: { POSTERN_WORKER: 'off', POSTERN_LIMITS: 'off' } });
  const dataSource = await openDatabase({ url: stage.database.url, logger: createLogger('silent') });
  return {
    ...stage,
    outbox: createOutbox(statementRunner(dataSource), keyRing),
    async store(count) {
      for (let stored = 0; stored < count; stored += 1) await stage.send({ recipient: `person-${stored}@example.com` });
    },
    rows: () => stage.database.query('SELECT status, claims, code FROM delivery ORDER BY created_at'),
    async clear() {
      await stage.database.query('TRUNCATE verification, recipient_budget CASCADE');
    },
    async close() {
      await dataSource.destroy();
      await stage.close();
    },
  };
}

/** One try as it is stored. */
export const attempt: StoredAttempt = {
  at: '2026-01-01T00:00:00.000Z',
  connectorId: '0c4d5a0e-58ff-4a0e-8f3f-6d1c1e0e7a11',
  durationMilliseconds: 5,
};
