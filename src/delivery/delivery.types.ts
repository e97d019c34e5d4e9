import { IsArray, IsOptional } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../graphql/enum-of';
import { ConnectorType, DeliveryErrorCode, UsageType } from '../graphql/enums.types';
import { PageInfo } from '../graphql/pagination.types';
import { deliveryStatuses, type DeliveryStatus as Status } from './delivery.entity';

export const DeliveryStatus = enumOf(deliveryStatuses);
export type DeliveryStatus = Status;
registerEnumType(DeliveryStatus, {
  name: 'DeliveryStatus',
  description: 'How far a message has come.',
  valuesConfig: {
    QUEUED: { description: 'Waits for a worker, or for the next try.' },
    SENDING: { description: 'Belongs to a worker.' },
    SENT: { description: 'The provider took it.' },
    DELIVERED: { description: "The provider reported that it reached the recipient's server." },
    BOUNCED: { description: 'The provider reported that it could not be delivered.' },
    FAILED: { description: 'It was refused for good, or its code expired before it could be sent.' },
  },
});

@ObjectType({ description: 'One try at a provider.' })
export class DeliveryAttempt {
  @Field(() => Date)
  at: Date;

  @Field(() => ID, { description: 'The connector that it went through; it may be deleted by now.' })
  connectorId: string;

  @Field(() => Int)
  durationMilliseconds: number;

  @Field(() => DeliveryErrorCode, { nullable: true, description: 'null: the provider took the message.' })
  error: DeliveryErrorCode | null;

  @Field(() => String, { nullable: true, description: 'What the provider said, redacted.' })
  providerMessage: string | null;
}

@ObjectType({ description: 'One message on its way to a provider.' })
export class Delivery {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { nullable: true })
  verificationId: string | null;

  @Field(() => ConnectorType)
  type: ConnectorType;

  @Field(() => String, { description: 'Masked, unless the caller may read recipients.' })
  recipient: string;

  @Field(() => UsageType)
  usage: UsageType;

  @Field(() => String, { description: 'The language that was asked for, BCP 47.' })
  locale: string;

  @Field(() => DeliveryStatus)
  status: DeliveryStatus;

  @Field(() => String, {
    nullable: true,
    description: "The provider's id of the message, or its Message-ID where the provider gives none.",
  })
  messageId: string | null;

  @Field(() => [DeliveryAttempt], { description: 'The oldest first.' })
  attempts: DeliveryAttempt[];

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When the provider took it.' })
  sentAt: Date | null;

  /** Of the last attempt. */
  connectorId: string | null;
}

@ObjectType()
export class DeliveryEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => Delivery)
  node: Delivery;
}

@ObjectType()
export class DeliveryConnection {
  @Field(() => [DeliveryEdge])
  edges: DeliveryEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}

@InputType({ description: 'What is left out does not narrow the list.' })
export class DeliveryFilter {
  @IsOptional()
  @IsArray()
  @Field(() => [DeliveryStatus], { nullable: true })
  status?: DeliveryStatus[] | null;

  @IsOptional()
  @IsArray()
  @Field(() => [UsageType], { nullable: true })
  usage?: UsageType[] | null;

  @Field(() => String, { nullable: true, description: 'The whole address, in any spelling.' })
  recipient?: string | null;

  @Field(() => ID, { nullable: true, description: 'The connector of the last attempt.' })
  connectorId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Created then or later.' })
  since?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Created before then.' })
  until?: Date | null;
}
