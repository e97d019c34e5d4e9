import { Arg, Authorized, Int, Query, Resolver } from 'type-graphql';
import { requirePageSize } from '../graphql/pagination';
import { CaughtMail } from './caught-mail.types';
import { listCaughtMails } from './caught-mails';

const largestPage = 200;

interface CaughtMailDependencies {
  /** Where the catcher keeps its mails; undefined: it does not run. */
  dir: string | undefined;
}

@Resolver(() => CaughtMail)
export class CaughtMailResolver {
  constructor(private readonly dependencies: CaughtMailDependencies) {}

  @Authorized('mail-catcher:read')
  @Query(() => [CaughtMail], {
    description:
      'Mails that the built-in mail catcher kept, newest first; empty while it does not run. Scope: mail-catcher:read.',
  })
  async caughtMails(
    @Arg('recipient', () => String, {
      nullable: true,
      description: 'Only mails to this address; upper and lower case are the same.',
    })
    recipient: string | null | undefined,
    @Arg('first', () => Int, {
      defaultValue: 20,
      description: `How many mails to return, from 1 to ${largestPage}.`,
    })
    first: number,
  ): Promise<CaughtMail[]> {
    const { dir } = this.dependencies;
    requirePageSize(first, largestPage);
    if (dir === undefined) return [];
    return listCaughtMails({ dir, recipient: recipient ?? undefined, first });
  }
}
