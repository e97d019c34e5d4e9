import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConnectorType } from '../connector-kit/connector-factory';
import type { UsageType } from '../shared/usage';

/** An own template; the built-in ones are code. */
@Entity({ name: 'message_template' })
export class MessageTemplateEntity {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  type: ConnectorType;

  @Column({ type: 'text' })
  usage: UsageType;

  /** BCP 47 in canonical form. */
  @Column({ type: 'text' })
  locale: string;

  @Column({ type: 'text' })
  subject: string;

  @Column({ type: 'text' })
  html: string;

  @Column({ type: 'text' })
  text: string;

  /** 1 for the first saved one. */
  @Column({ type: 'integer', default: 1 })
  revision: number;

  @Column({ type: 'timestamptz', name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
