import { Field, InterfaceType } from 'type-graphql';

@InterfaceType({
  description: 'An expected outcome that is not the one hoped for. `code` is stable, `message` is for people.',
})
export abstract class Failure {
  @Field(() => String, { description: 'What happened, as a stable upper-case code to branch on.' })
  code: string;

  @Field(() => String, { description: 'What happened, in words for people; the wording may change.' })
  message: string;
}
