import { IsOptional, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { ConnectorType, UsageType } from '../graphql/enums.types';

@InputType()
export class SendVerificationCodeInput {
  @Field(() => ConnectorType, { defaultValue: ConnectorType.EMAIL })
  type: ConnectorType;

  @Field(() => String, {
    description: 'The address to prove control of: an e-mail address, or an E.164 phone number.',
  })
  recipient: string;

  @Field(() => UsageType)
  usage: UsageType;

  @IsOptional()
  @MaxLength(35)
  @Field(() => String, {
    nullable: true,
    description: "BCP 47. Default: the Accept-Language header, then the gateway's default locale.",
  })
  locale?: string | null;

  @IsOptional()
  @Matches(/^[^\p{Cc}\p{Cs}]{1,255}$/u, {
    message: 'idempotencyKey must have 1 to 255 characters, none of them a control character',
  })
  @Field(() => String, {
    nullable: true,
    description: "The same key within the code's lifetime returns the same verification and sends nothing new.",
  })
  idempotencyKey?: string | null;
}

@InputType()
export class ResendVerificationCodeInput {
  @Field(() => ID)
  verificationId: string;
}

@InputType()
export class VerifyVerificationCodeInput {
  @Field(() => ID)
  verificationId: string;

  @Field(() => String, { description: 'As typed: blanks are dropped, full-width digits count as digits.' })
  code: string;
}
