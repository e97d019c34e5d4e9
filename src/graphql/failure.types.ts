import { Field, InterfaceType } from 'type-graphql';

@InterfaceType({
  description: 'An expected outcome that is not the one hoped for. `code` is stable, `message` is for people.',
})
export abstract class Failure {
  @Field(() => String, { description: 'Stable, upper-case, to branch on.' })
  code: string;

  @Field(() => String, { description: 'One sentence for people; its wording may change.' })
  message: string;
}
