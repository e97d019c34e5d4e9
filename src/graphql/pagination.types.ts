import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where a page begins and ends, and whether there is more.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there are entries after this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether `after` was given, so that this is not the first page.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first entry; null when the page is empty.' })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The cursor of the last entry, to be passed as `after` for the next page; null when the page is empty.',
  })
  endCursor: string | null;
}
