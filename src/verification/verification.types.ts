import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { DeliveryStatus } from '../delivery/delivery.types';
import { enumOf, registerEnum } from '../graphql/enum-of';
import { ConnectorType, UsageType } from '../graphql/enums.types';
import { Failure } from '../graphql/failure.types';

export const VerificationStatus = enumOf(['PENDING', 'VERIFIED', 'EXPIRED', 'ATTEMPTS_EXHAUSTED']);
export type VerificationStatus = keyof typeof VerificationStatus;
registerEnum(VerificationStatus, {
  name: 'VerificationStatus',
  description: 'Where a verification stands.',
  values: {
    PENDING: 'It waits for its code, which can still be tried or sent anew.',
    VERIFIED: 'The right code was given.',
    EXPIRED: 'The code expired before the right one was given.',
    ATTEMPTS_EXHAUSTED: 'As many wrong codes were tried as are allowed.',
  },
});

export const SendLimit = enumOf(['RESEND_COOLDOWN', 'RECIPIENT', 'CLIENT_ADDRESS', 'APPLICATION', 'GATEWAY']);
export type SendLimit = keyof typeof SendLimit;
registerEnum(SendLimit, {
  name: 'SendLimit',
  description: 'Which limit on sending codes was reached.',
  values: {
    RESEND_COOLDOWN: 'The time that has to pass between two codes of one verification.',
    RECIPIENT: 'Codes sent to one recipient, over all its verifications.',
    CLIENT_ADDRESS: 'Codes asked for from one client address. Not enforced yet.',
    APPLICATION: 'Codes asked for by one application. Not enforced yet.',
    GATEWAY: 'Codes sent by the gateway as a whole. Not enforced yet.',
  },
});

export const VerificationClosedReason = enumOf(['NOT_FOUND', 'EXPIRED', 'ALREADY_VERIFIED', 'ATTEMPTS_EXHAUSTED']);
export type VerificationClosedReason = keyof typeof VerificationClosedReason;
registerEnum(VerificationClosedReason, {
  name: 'VerificationClosedReason',
  description: 'Why a verification takes no more codes.',
  values: {
    NOT_FOUND: 'There is no verification with this id.',
    EXPIRED: 'Its code has expired.',
    ALREADY_VERIFIED: 'Its code was used already.',
    ATTEMPTS_EXHAUSTED: 'As many wrong codes were tried as are allowed.',
  },
});

@ObjectType({ description: 'One flow in which a person proves control of an address.' })
export class Verification {
  @Field(() => ID, { description: 'Cannot be guessed; whoever holds it may ask how the verification stands.' })
  id: string;

  @Field(() => ConnectorType, { description: 'The channel that its codes go through.' })
  type: ConnectorType;

  @Field(() => String, { description: 'The address, masked: enough to recognise, not to learn.' })
  recipient: string;

  @Field(() => UsageType, { description: 'Why the person is being verified.' })
  usage: UsageType;

  @Field(() => VerificationStatus, { description: 'Where it stands now.' })
  status: VerificationStatus;

  @Field(() => Date, { description: 'When it was started, UTC.' })
  createdAt: Date;

  @Field(() => Date, { description: 'When its code stops working, UTC; a new code moves it.' })
  expiresAt: Date;

  @Field(() => Date, { description: 'The earliest time at which a new code can be sent, UTC.' })
  resendAvailableAt: Date;

  @Field(() => Int, { description: 'How many more codes may be tried; a new code does not add to it.' })
  attemptsRemaining: number;

  @Field(() => DeliveryStatus, { description: 'How far the newest message of this verification has come.' })
  deliveryStatus: DeliveryStatus;
}

@ObjectType({ description: 'Returned when a code is on its way.' })
export class VerificationStarted {
  @Field(() => Verification, { description: 'The verification that the code is for.' })
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
  @Field(() => SendLimit, { description: 'The limit that was reached.' })
  limit: SendLimit;

  @Field(() => Int, { description: 'Seconds until it can be tried again.' })
  retryAfterSeconds: number;
}

@ObjectType({
  implements: Failure,
  description: 'Returned when a verification can no longer be resent or checked.',
})
export class VerificationClosed extends Failure {
  @Field(() => VerificationClosedReason, { description: 'Why it takes no more codes.' })
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
  @Field(() => Int, { description: 'Seconds until a code can be tried again.' })
  retryAfterSeconds: number;
}

@ObjectType({
  description:
    'A signed statement that the recipient was verified: a JWT that any back-end checks against /.well-known/jwks.json.',
})
export class VerificationProof {
  @Field(() => String, { description: 'The JWT, signed with EdDSA.' })
  token: string;

  @Field(() => Date, { description: 'When the JWT expires, UTC; the same as its `exp`.' })
  expiresAt: Date;
}

@ObjectType({ description: 'Returned when the code was right. It cannot be used again.' })
export class VerificationSucceeded {
  @Field(() => Verification, { description: 'The verification, now VERIFIED.' })
  verification: Verification;

  @Field(() => VerificationProof, { description: 'To be handed to the back-end that acts on it.' })
  proof: VerificationProof;
}

export const SendVerificationCodeResult = createUnionType({
  name: 'SendVerificationCodeResult',
  description: 'What came of asking for a code.',
  types: () => [VerificationStarted, InvalidRecipient, SendLimitReached] as const,
});

export const ResendVerificationCodeResult = createUnionType({
  name: 'ResendVerificationCodeResult',
  description: 'What came of asking for a new code.',
  types: () => [VerificationStarted, VerificationClosed, SendLimitReached] as const,
});

export const VerifyVerificationCodeResult = createUnionType({
  name: 'VerifyVerificationCodeResult',
  description: 'What came of checking a code.',
  types: () => [VerificationSucceeded, CodeMismatch, VerificationClosed, GuessLimitReached] as const,
});
