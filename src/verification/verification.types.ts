import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DeliveryStatus } from '../delivery/delivery.types';
import { enumOf } from '../graphql/enum-of';
import { ConnectorType, UsageType } from '../graphql/enums.types';
import { Failure } from '../graphql/failure.types';

export const VerificationStatus = enumOf(['PENDING', 'VERIFIED', 'EXPIRED', 'ATTEMPTS_EXHAUSTED']);
export type VerificationStatus = keyof typeof VerificationStatus;
registerEnumType(VerificationStatus, { name: 'VerificationStatus', description: 'Where a verification stands.' });

export const SendLimit = enumOf(['RESEND_COOLDOWN', 'RECIPIENT', 'CLIENT_ADDRESS', 'APPLICATION', 'GATEWAY']);
export type SendLimit = keyof typeof SendLimit;
registerEnumType(SendLimit, { name: 'SendLimit', description: 'What was sent too often.' });

export const VerificationClosedReason = enumOf(['NOT_FOUND', 'EXPIRED', 'ALREADY_VERIFIED', 'ATTEMPTS_EXHAUSTED']);
export type VerificationClosedReason = keyof typeof VerificationClosedReason;
registerEnumType(VerificationClosedReason, {
  name: 'VerificationClosedReason',
  description: 'Why a verification takes no more codes.',
});

@ObjectType({ description: 'One flow in which a person proves control of an address.' })
export class Verification {
  @Field(() => ID, { description: 'Cannot be guessed; whoever holds it may ask how the verification stands.' })
  id: string;

  @Field(() => ConnectorType)
  type: ConnectorType;

  @Field(() => String, { description: 'Masked: enough to recognise, not to learn.' })
  recipient: string;

  @Field(() => UsageType)
  usage: UsageType;

  @Field(() => VerificationStatus)
  status: VerificationStatus;

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date, { description: 'When the live code stops working.' })
  expiresAt: Date;

  @Field(() => Date, { description: 'From when on a new code can be asked for.' })
  resendAvailableAt: Date;

  @Field(() => Int, { description: 'How many more codes may be tried.' })
  attemptsRemaining: number;

  @Field(() => DeliveryStatus, { description: 'Of the newest message sent for this verification.' })
  deliveryStatus: DeliveryStatus;
}

@ObjectType({ description: 'A code is on its way.' })
export class VerificationStarted {
  @Field(() => Verification)
  verification: Verification;
}

@ObjectType({
  implements: Failure,
  description:
    'Returned when the recipient is not a well-formed address for the type, or not one this gateway accepts.',
})
export class InvalidRecipient extends Failure {}

@ObjectType({
  implements: Failure,
  description: 'Returned when sending now would pass a limit. Nothing was sent and no live code was touched.',
})
export class SendLimitReached extends Failure {
  @Field(() => SendLimit)
  limit: SendLimit;

  @Field(() => Int, { description: 'After that many seconds it can be tried again.' })
  retryAfterSeconds: number;
}

@ObjectType({
  implements: Failure,
  description: 'Returned when a verification can no longer be resent or checked.',
})
export class VerificationClosed extends Failure {
  @Field(() => VerificationClosedReason)
  reason: VerificationClosedReason;
}

@ObjectType({ implements: Failure, description: 'Returned when the code is wrong. The attempt is spent.' })
export class CodeMismatch extends Failure {
  @Field(() => Int, { description: 'How many more codes may be tried.' })
  attemptsRemaining: number;
}

@ObjectType({
  implements: Failure,
  description:
    'Returned when too many wrong codes were tried for one recipient, over all its verifications. The code was not looked at.',
})
export class GuessLimitReached extends Failure {
  @Field(() => Int, { description: 'After that many seconds it can be tried again.' })
  retryAfterSeconds: number;
}

@ObjectType({
  description:
    'A signed statement that the recipient was verified: a JWT that any back-end checks against /.well-known/jwks.json.',
})
export class VerificationProof {
  @Field(() => String, { description: 'JWT, EdDSA.' })
  token: string;

  @Field(() => Date)
  expiresAt: Date;
}

@ObjectType({ description: 'The code was right, and cannot be used again.' })
export class VerificationSucceeded {
  @Field(() => Verification)
  verification: Verification;

  @Field(() => VerificationProof, { description: 'To be handed to the back-end that acts on it.' })
  proof: VerificationProof;
}

export const SendVerificationCodeResult = createUnionType({
  name: 'SendVerificationCodeResult',
  types: () => [VerificationStarted, InvalidRecipient, SendLimitReached] as const,
});

export const ResendVerificationCodeResult = createUnionType({
  name: 'ResendVerificationCodeResult',
  types: () => [VerificationStarted, VerificationClosed, SendLimitReached] as const,
});

export const VerifyVerificationCodeResult = createUnionType({
  name: 'VerifyVerificationCodeResult',
  types: () => [VerificationSucceeded, CodeMismatch, VerificationClosed, GuessLimitReached] as const,
});
