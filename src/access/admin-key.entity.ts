import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Scope } from './scopes';

@Entity({ name: 'admin_key' })
export class AdminKeyEntity {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'bytea', select: false })
  hash: Buffer;

  @Column({ type: 'text', array: true })
  scopes: Scope[];

  /** It came with POSTERN_ADMIN_KEY, and goes when the variable changes. */
  @Column({ type: 'boolean', name: 'from_environment' })
  fromEnvironment: boolean;
}
