import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConnectorType } from '../connector-kit/connector-factory';

export type ConnectorStatus = 'ACTIVE' | 'INACTIVE';

@Entity({ name: 'connector' })
export class ConnectorEntity {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  type: ConnectorType;

  @Column({ type: 'text', name: 'factory_id' })
  factoryId: string;

  @Column({ type: 'text' })
  status: ConnectorStatus;

  /** The parameters without the secret ones. */
  @Column({ type: 'jsonb' })
  config: object;

  /** Ciphertext of a JSON object with the secret parameters; null when there are none. */
  @Column({ type: 'text', nullable: true, select: false })
  secrets: string | null;

  @Column({ type: 'text', array: true, name: 'secret_keys' })
  secretKeys: string[];

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;

  @Column({ type: 'timestamptz', name: 'activated_at', nullable: true })
  activatedAt: Date | null;
}
