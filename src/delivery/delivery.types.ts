import { IsArray, IsOptional } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf, registerEnum } from '../graphql/enum-of';
import { ConnectorType, DeliveryErrorCode, UsageType } from '../graphql/enums.types';
import { PageInfo } from '../graphql/pagination.types';
import { deliveryStatuses, type DeliveryStatus as Status } from './delivery.entity';

export const DeliveryStatus = enumOf(deliveryStatuses);
export type DeliveryStatus = Status;
registerEnum(DeliveryStatus, {
  name: 'DeliveryStatus',
  description: 'How far a message has come.',
  values: {
    QUEUED: 'Waits to be sent, or to be tried again.',
    SENDING: 'Is being sent.',
    SENT: 'The provider took it.',
    DELIVERED: "The provider reported that it reached the recipient's server. Not every provider reports it.",
    BOUNCED: 'The provider took it, and reported later that it could not be delivered. Not every provider reports it.',
    FAILED:
      'It was refused for good, its code expired before it could be sent, or its code was used already or replaced by a newer one.',
  },
});

@ObjectType({ description: 'One try at a provider.' })
export class DeliveryAttempt {
  @Field(() => Date, { description: 'When the attempt began, UTC.' })
  at: Date;

  @Field(() => ID, { description: 'The connector that it went through; it may be deleted by now.' })
  connectorId: string;

  @Field(() => Int, { description: 'How long the attempt took, in milliseconds.' })
  durationMilliseconds: number;

  @Field(() => DeliveryErrorCode, {
    nullable: true,
    description: 'Why the provider did not take the message; null: it took it.',
  })
  error: DeliveryErrorCode | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the provider said when it did not take the message, redacted; null where it said nothing.',
  })
  providerMessage: string | null;
}

@ObjectType({ description: 'One message on its way to a provider.' })
export class Delivery {
  @Field(() => ID, { description: 'Identifies the delivery.' })
  id: string;

  @Field(() => ID, { nullable: true, description: 'The verification whose code it carries; null: none.' })
  verificationId: string | null;

  @Field(() => ConnectorType, { description: 'The channel that it goes through.' })
  type: ConnectorType;

  @Field(() => String, {
    description: 'The address that it goes to; masked, unless the key has the scope delivery:recipients.',
  })
  recipient: string;

  @Field(() => UsageType, { description: 'Why the person is being verified.' })
  usage: UsageType;

  @Field(() => String, { description: 'The language that was asked for, as a BCP 47 tag.' })
  locale: string;

  @Field(() => DeliveryStatus, { description: 'How far it has come.' })
  status: DeliveryStatus;

  @Field(() => String, {
    nullable: true,
    description: "The provider's id of the message, or its Message-ID where the provider gives none; null until SENT.",
  })
  messageId: string | null;

  @Field(() => [DeliveryAttempt], { description: 'Every try at a provider, the oldest first.' })
  attempts: DeliveryAttempt[];

  @Field(() => Date, { description: 'When the message was asked for, UTC.' })
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When the provider took it, UTC; null until then.' })
  sentAt: Date | null;

  /** Of the last attempt. */
  connectorId: string | null;
}

@ObjectType({ description: 'One entry of a page of deliveries.' })
export class DeliveryEdge {
  @Field(() => String, { description: 'Marks the place of this entry in the list, for `after`.' })
  cursor: string;

  @Field(() => Delivery, { description: 'The delivery.' })
  node: Delivery;
}

@ObjectType({ description: 'One page of deliveries.' })
export class DeliveryConnection {
  @Field(() => [DeliveryEdge], { description: 'The deliveries of this page, the newest first.' })
  edges: DeliveryEdge[];

  @Field(() => PageInfo, { description: 'Where this page begins and ends.' })
  pageInfo: PageInfo;
}

@InputType({ description: 'Narrows a list of deliveries to those that meet every condition given here.' })
export class DeliveryFilter {
  @IsOptional()
  @IsArray()
  @Field(() => [DeliveryStatus], { nullable: true, description: 'Has one of these statuses.' })
  status?: DeliveryStatus[] | null;

  @IsOptional()
  @IsArray()
  @Field(() => [UsageType], { nullable: true, description: 'Was sent for one of these usages.' })
  usage?: UsageType[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Goes to this address, given in full; upper and lower case are the same.',
  })
  recipient?: string | null;

  @Field(() => ID, { nullable: true, description: 'Its last attempt went through this connector.' })
  connectorId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Was created at this time or later, UTC.' })
  since?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Was created before this time, UTC.' })
  until?: Date | null;
}
