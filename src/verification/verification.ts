import type { ConnectorChannel } from '../connector-kit/connector-factory';
import type { DeliveryStatus } from '../delivery/delivery.entity';
import type { UsageType } from '../shared/usage';

export type VerificationStatus = 'PENDING' | 'VERIFIED' | 'EXPIRED' | 'ATTEMPTS_EXHAUSTED';

/** Where one verification stands. */
export interface Verification {
  id: string;
  type: ConnectorChannel;
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
