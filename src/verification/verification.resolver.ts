import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../graphql/context';
import { requestedLocale } from '../shared/locale';
import { findVerification } from './find-verification';
import { resendVerificationCode } from './resend-verification-code';
import { sendVerificationCode } from './send-verification-code';
import {
  ResendVerificationCodeResult,
  SendVerificationCodeResult,
  Verification,
  VerifyVerificationCodeResult,
} from './verification.types';
import type { VerificationDependencies } from './verification-dependencies';
import {
  ResendVerificationCodeInput,
  SendVerificationCodeInput,
  VerifyVerificationCodeInput,
} from './verification-inputs.types';
import { toResendResult, toSendResult, toVerification, toVerifyResult } from './verification-mappers';
import { verifyVerificationCode } from './verify-verification-code';

/** Public: no field here needs a key. */
@Resolver(() => Verification)
export class VerificationResolver {
  constructor(private readonly dependencies: VerificationDependencies) {}

  @Query(() => Verification, {
    nullable: true,
    description: 'Public: how a verification stands, for whoever holds its id; null: there is none with this id.',
  })
  async verification(
    @Arg('id', () => ID, { description: 'The id of the verification.' }) id: string,
  ): Promise<Verification | null> {
    const verification = await findVerification(this.dependencies, id);
    return verification ? toVerification(verification) : null;
  }

  @Mutation(() => SendVerificationCodeResult, {
    description:
      'Public: starts a verification and sends its code. Error CONNECTOR_NOT_CONFIGURED: no connector of the type is active.',
  })
  async sendVerificationCode(
    @Arg('input', () => SendVerificationCodeInput, { description: 'Whom to verify, and why.' })
    input: SendVerificationCodeInput,
    @Ctx() { acceptedLocale, requestId }: GraphQLContext,
  ): Promise<typeof SendVerificationCodeResult> {
    const locale = requestedLocale(input.locale) ?? acceptedLocale ?? this.dependencies.settings.defaultLocale;
    const idempotencyKey = input.idempotencyKey ?? undefined;
    return toSendResult(await sendVerificationCode(this.dependencies, { ...input, locale, idempotencyKey, requestId }));
  }

  @Mutation(() => ResendVerificationCodeResult, {
    description:
      'Public: sends a new code for a verification. The one sent before no longer works, unless the new message fails. Error CONNECTOR_NOT_CONFIGURED: no connector of the type is active.',
  })
  async resendVerificationCode(
    @Arg('input', () => ResendVerificationCodeInput, {
      description: 'The verification.',
    })
    { verificationId }: ResendVerificationCodeInput,
    @Ctx() { requestId }: GraphQLContext,
  ): Promise<typeof ResendVerificationCodeResult> {
    return toResendResult(await resendVerificationCode(this.dependencies, { verificationId, requestId }));
  }

  @Mutation(() => VerifyVerificationCodeResult, { description: 'Public: checks a code; a right one yields a proof.' })
  async verifyVerificationCode(
    @Arg('input', () => VerifyVerificationCodeInput, { description: 'The verification and the code.' })
    input: VerifyVerificationCodeInput,
  ): Promise<typeof VerifyVerificationCodeResult> {
    return toVerifyResult(await verifyVerificationCode(this.dependencies, input));
  }
}
