import type { ConnectorType } from '../connector-kit/connector-factory';
import type { DeliveryStatus } from '../delivery/delivery.entity';
import type { UsageType } from '../shared/usage';

export type VerificationStatus = 'PENDING' | 'VERIFIED' | 'EXPIRED' | 'ATTEMPTS_EXHAUSTED';

/** Where one verification stands. */
export interface Verification {
  id: string;
  type: ConnectorType;
  /** In full: to be masked before it is shown. */
  address: string;
  usage: UsageType;
  status: VerificationStatus;
  createdAt: Date;
  expiresAt: Date;
  resendAvailableAt: Date;
  attemptsRemaining: number;
  deliveryStatus: DeliveryStatus;
}

/** What the statements tell of a verification. */
export interface VerificationRow {
  type: ConnectorType;
  address: string;
  usage: UsageType;
  created_at: Date;
  expires_at: Date;
  resend_available_at: Date;
  attempts_left: number;
}

export function toVerification(
  id: string,
  row: VerificationRow,
  status: VerificationStatus,
  deliveryStatus: DeliveryStatus,
): Verification {
  return {
    id,
    type: row.type,
    address: row.address,
    usage: row.usage,
    status,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    resendAvailableAt: row.resend_available_at,
    attemptsRemaining: row.attempts_left,
    deliveryStatus,
  };
}

export interface VerificationStarted {
  kind: 'started';
  verification: Verification;
}

export interface SendLimited {
  kind: 'send-limited';
  limit: 'RESEND_COOLDOWN' | 'RECIPIENT';
  retryAfterSeconds: number;
}

export interface VerificationClosed {
  kind: 'closed';
  reason: 'NOT_FOUND' | 'EXPIRED' | 'ALREADY_VERIFIED' | 'ATTEMPTS_EXHAUSTED';
}
