import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A mail that the built-in mail catcher kept instead of delivering it.' })
export class CaughtMail {
  @Field(() => ID, { description: 'Identifies the mail; it stays the same for as long as the mail is kept.' })
  id: string;

  @Field(() => String, { description: 'The sender as the mail names it.' })
  from: string;

  @Field(() => [String], { description: 'The addresses that it would have gone to.' })
  to: string[];

  @Field(() => String, { description: 'The subject; empty when the mail has none.' })
  subject: string;

  @Field(() => String, { nullable: true, description: 'The plain text; null when the mail has none.' })
  text: string | null;

  @Field(() => String, { nullable: true, description: 'The HTML, as it was sent; null when the mail has none.' })
  html: string | null;

  @Field(() => Date, { description: 'When the mail catcher took it, UTC.' })
  receivedAt: Date;
}
