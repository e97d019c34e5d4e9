import { Arg, Authorized, Int, Query, Resolver } from 'type-graphql';
import { CaughtMail } from './caught-mail.types';
import { listCaughtMails } from './caught-mails';

@Resolver(() => CaughtMail)
export class CaughtMailResolver {
  readonly #dir: string | undefined;

  /** `dir` is where the catcher keeps its mails; undefined: it does not run. */
  constructor({ dir }: { dir: string | undefined }) {
    this.#dir = dir;
  }

  @Authorized('mail-catcher:read')
  @Query(() => [CaughtMail], {
    description: 'Mails that the built-in mail catcher kept, newest first; empty while it does not run.',
  })
  async caughtMails(
    @Arg('recipient', () => String, { nullable: true, description: 'Only mails to this address.' })
    recipient: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 20, description: 'At most so many; at most 200.' })
    first: number,
  ): Promise<CaughtMail[]> {
    if (this.#dir === undefined) return [];
    return listCaughtMails({ dir: this.#dir, recipient: recipient ?? undefined, first: Math.min(first, 200) });
  }
}
