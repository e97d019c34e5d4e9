import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConnectorType } from '../connector-kit/connector-factory';
import type { DeliveryErrorCode } from '../connector-kit/delivery-error';
import type { UsageType } from '../shared/usage';

export const deliveryStatuses = ['QUEUED', 'SENDING', 'SENT', 'DELIVERED', 'BOUNCED', 'FAILED'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One try at a provider, as it is kept in the row. */
export interface StoredAttempt {
  /** ISO 8601 instant. */
  at: string;
  connectorId: string;
  durationMilliseconds: number;
  error?: DeliveryErrorCode;
  providerMessage?: string;
}

/** What the API reads of a delivery; the queue's own columns are touched by the outbox only. */
@Entity({ name: 'delivery' })
export class DeliveryEntity {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid', name: 'verification_id', nullable: true })
  verificationId: string | null;

  @Column({ type: 'text' })
  type: ConnectorType;

  @Column({ type: 'text' })
  recipient: string;

  @Column({ type: 'text' })
  address: string;

  @Column({ type: 'text' })
  usage: UsageType;

  @Column({ type: 'text' })
  locale: string;

  @Column({ type: 'text' })
  status: DeliveryStatus;

  @Column({ type: 'uuid', name: 'connector_id', nullable: true })
  connectorId: string | null;

  @Column({ type: 'text', name: 'message_id', nullable: true })
  messageId: string | null;

  @Column({ type: 'jsonb' })
  attempts: StoredAttempt[];

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'sent_at', nullable: true })
  sentAt: Date | null;
}
