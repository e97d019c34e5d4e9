import { IsOptional, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { ConnectorType, UsageType } from '../graphql/enums.types';

@InputType({ description: 'Whom to send a code to, and why.' })
export class SendVerificationCodeInput {
  @Field(() => ConnectorType, {
    defaultValue: ConnectorType.EMAIL,
    description: 'The channel to send the code through.',
  })
  type: ConnectorType;

  @Field(() => String, {
    description: 'The address to prove control of: an e-mail address, or an E.164 phone number.',
  })
  recipient: string;

  @Field(() => UsageType, { description: 'Why the person is being verified.' })
  usage: UsageType;

  @IsOptional()
  @MaxLength(35)
  @Field(() => String, {
    nullable: true,
    description:
      "The language of the message as a BCP 47 tag, at most 35 characters. Default: the Accept-Language header, then the gateway's default locale.",
  })
  locale?: string | null;

  @IsOptional()
  @Matches(/^[^\p{Cc}\p{Cs}]{1,255}$/u, {
    message: 'idempotencyKey must have 1 to 255 characters, none of them a control character',
  })
  @Field(() => String, {
    nullable: true,
    description:
      "Makes a repeated call safe: the same key within the first code's lifetime returns the same verification and sends nothing new. 1 to 255 characters.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Which verification to send a new code for.' })
export class ResendVerificationCodeInput {
  @Field(() => ID, { description: 'The id of the verification.' })
  verificationId: string;
}

@InputType({ description: 'A code to check.' })
export class VerifyVerificationCodeInput {
  @Field(() => ID, { description: 'The id of the verification that the code was sent for.' })
  verificationId: string;

  @Field(() => String, {
    description: 'The code as typed: blanks and dashes are dropped, full-width digits count as digits.',
  })
  code: string;
}
