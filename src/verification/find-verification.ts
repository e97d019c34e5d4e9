import type { ConnectorChannel } from '../connector-kit/connector-factory';
import type { RunStatement } from '../database/statement';
import type { DeliveryStatus } from '../delivery/delivery.entity';
import type { UsageType } from '../shared/usage';
import { isUuid } from '../shared/uuid';
import type { Verification, VerificationStatus } from './verification';
import { findStatement } from './verification.statements';

interface FindRow {
  type: ConnectorChannel;
  address: string;
  usage: UsageType;
  created_at: Date;
  expires_at: Date;
  resend_available_at: Date;
  attempts_left: number;
  status: VerificationStatus;
  delivery_status: DeliveryStatus;
}

/** Where a verification stands; undefined: there is none with this id. */
export async function findVerification({ run }: { run: RunStatement }, id: string): Promise<Verification | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await run<FindRow>(findStatement, [id]);
  if (!row) return undefined;
  return {
    id: id.toLowerCase(),
    type: row.type,
    address: row.address,
    usage: row.usage,
    status: row.status,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    resendAvailableAt: row.resend_available_at,
    attemptsRemaining: row.attempts_left,
    deliveryStatus: row.delivery_status,
  };
}
