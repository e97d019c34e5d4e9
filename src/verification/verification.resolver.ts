import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../graphql/context';
import { UserInputError } from '../shared/errors';
import { canonicalLocale } from '../shared/locale';
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

  @Query(() => Verification, { nullable: true, description: 'Public: whoever holds the id may ask how it stands.' })
  async verification(@Arg('id', () => ID) id: string): Promise<Verification | null> {
    const verification = await findVerification(this.dependencies, id);
    return verification ? toVerification(verification) : null;
  }

  @Mutation(() => SendVerificationCodeResult, { description: 'Public: starts a verification and sends its code.' })
  async sendVerificationCode(
    @Arg('input', () => SendVerificationCodeInput) input: SendVerificationCodeInput,
    @Ctx() { acceptedLocale }: GraphQLContext,
  ): Promise<typeof SendVerificationCodeResult> {
    const locale = requestedLocale(input.locale) ?? acceptedLocale ?? this.dependencies.settings.defaultLocale;
    const idempotencyKey = input.idempotencyKey ?? undefined;
    return toSendResult(await sendVerificationCode(this.dependencies, { ...input, locale, idempotencyKey }));
  }

  @Mutation(() => ResendVerificationCodeResult, {
    description: 'Public: sends a new code for a verification; the one sent before is void from then on.',
  })
  async resendVerificationCode(
    @Arg('input', () => ResendVerificationCodeInput) { verificationId }: ResendVerificationCodeInput,
  ): Promise<typeof ResendVerificationCodeResult> {
    return toResendResult(await resendVerificationCode(this.dependencies, verificationId));
  }

  @Mutation(() => VerifyVerificationCodeResult, { description: 'Public: checks a code; a right one yields a proof.' })
  async verifyVerificationCode(
    @Arg('input', () => VerifyVerificationCodeInput) input: VerifyVerificationCodeInput,
  ): Promise<typeof VerifyVerificationCodeResult> {
    return toVerifyResult(await verifyVerificationCode(this.dependencies, input));
  }
}

function requestedLocale(tag: string | null | undefined): string | undefined {
  if (tag === null || tag === undefined) return undefined;
  const locale = canonicalLocale(tag);
  if (!locale) throw new UserInputError('"locale" must be a BCP 47 language tag such as en or pt-BR.');
  return locale;
}
