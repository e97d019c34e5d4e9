import type { RunStatement } from '../database/statement';
import type { DeliveryStatus } from '../delivery/delivery.entity';
import { isUuid } from '../shared/uuid';
import { toVerification, type Verification, type VerificationRow, type VerificationStatus } from './verification';
import { findStatement } from './verification.statements';

interface FindRow extends VerificationRow {
  status: VerificationStatus;
  delivery_status: DeliveryStatus;
}

/** Where a verification stands; undefined: there is none with this id. */
export async function findVerification({ run }: { run: RunStatement }, id: string): Promise<Verification | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await run<FindRow>(findStatement, [id]);
  return row && toVerification(id.toLowerCase(), row, row.status, row.delivery_status);
}
