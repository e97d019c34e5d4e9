import { MaxLength } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf, registerEnum } from '../graphql/enum-of';
import { ConnectorType, UsageType } from '../graphql/enums.types';
import { Failure } from '../graphql/failure.types';
import { partSizeLimits, type TemplatePart } from './template-source';

export const TemplateProblemSeverity = enumOf(['ERROR', 'WARNING']);
export type TemplateProblemSeverity = keyof typeof TemplateProblemSeverity;
registerEnum(TemplateProblemSeverity, {
  name: 'TemplateProblemSeverity',
  description: 'How bad a problem of a template is.',
  values: { ERROR: 'The template cannot be saved.', WARNING: 'The template can be saved all the same.' },
});

/** The largest length of a part, as people write it. */
const limitOf = (part: TemplatePart) => `at most ${partSizeLimits[part].toLocaleString('en')} characters`;

@ObjectType({ description: 'A value that a template can show, written {{ name }}.' })
export class TemplateVariable {
  @Field(() => String, { description: 'Its name in a template.' })
  name: string;

  @Field(() => String, { description: 'What it holds, in a sentence or two.' })
  description: string;

  @Field(() => String, {
    description: "What a preview shows for it; for usage and locale a preview shows the template's own.",
  })
  example: string;
}

@ObjectType({ description: 'Something in a template that needs to be put right.' })
export class TemplateProblem {
  @Field(() => TemplateProblemSeverity, {
    description: 'How bad it is: whether it keeps the template from being saved.',
  })
  severity: TemplateProblemSeverity;

  @Field(() => String, { description: 'The part that it is in: subject, html or text.' })
  part: string;

  @Field(() => String, { description: 'What is wrong and what to do.' })
  message: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The line in the part, counted from 1; null when it concerns the part as a whole.',
  })
  line?: number | null | undefined;
}

@ObjectType({ description: 'Subject, HTML and text of the messages of one type, usage and locale.' })
export class MessageTemplate {
  @Field(() => ID, { description: 'Identifies the template; for a built-in one it reads built-in:TYPE:USAGE:locale.' })
  id: string;

  @Field(() => ConnectorType, { description: 'The channel that it is for.' })
  type: ConnectorType;

  @Field(() => UsageType, { description: 'Why the person is being verified.' })
  usage: UsageType;

  @Field(() => String, { description: 'Its language as a BCP 47 tag.' })
  locale: string;

  @Field(() => String, { description: 'The subject in Liquid; it becomes one line.' })
  subject: string;

  @Field(() => String, { description: 'The HTML part in Liquid; values are escaped.' })
  html: string;

  @Field(() => String, { description: 'The text part in Liquid, for mail programs that show no HTML.' })
  text: string;

  @Field(() => Boolean, {
    description: 'Whether it is the one that comes with the gateway, rather than one of your own.',
  })
  isBuiltIn: boolean;

  @Field(() => Int, { description: 'How often it was saved since it was last reset; 0 for a built-in one.' })
  revision: number;

  @Field(() => Date, { nullable: true, description: 'When it was last saved, UTC; null for a built-in one.' })
  updatedAt: Date | null;
}

@InputType({ description: 'A template to save or to preview.' })
export class MessageTemplateInput {
  @Field(() => ConnectorType, { defaultValue: ConnectorType.EMAIL, description: 'The channel that it is for.' })
  type: ConnectorType;

  @Field(() => UsageType, { description: 'Why the person is being verified.' })
  usage: UsageType;

  @Field(() => String, { defaultValue: 'en', description: 'Its language as a BCP 47 tag.' })
  locale: string;

  @Field(() => String, { description: `The subject in Liquid; ${limitOf('subject')}.` })
  @MaxLength(partSizeLimits.subject)
  subject: string;

  @Field(() => String, { description: `The HTML part in Liquid; ${limitOf('html')}.` })
  @MaxLength(partSizeLimits.html)
  html: string;

  @Field(() => String, {
    nullable: true,
    description: `The text part in Liquid; ${limitOf('text')}. Left out or blank: derived from the HTML part.`,
  })
  @MaxLength(partSizeLimits.text)
  text?: string | null;
}

@ObjectType({ description: 'Returned when the template was saved; it is used from now on.' })
export class MessageTemplateSaved {
  @Field(() => MessageTemplate, { description: 'As it was saved.' })
  template: MessageTemplate;
}

@ObjectType({
  implements: Failure,
  description:
    'Returned when the template cannot be used: it does not parse, holds an unknown variable, or never shows the code.',
})
export class InvalidMessageTemplate extends Failure {
  @Field(() => [TemplateProblem], { description: 'What is wrong; at least one of them is an ERROR.' })
  problems: TemplateProblem[];
}

@ObjectType({
  description:
    "The message as a recipient would get it, filled with each variable's example and the template's own usage and locale.",
})
export class MessagePreview {
  @Field(() => String, { description: 'The subject; empty when it cannot be rendered.' })
  subject: string;

  @Field(() => String, { description: 'The HTML; empty when it cannot be rendered.' })
  html: string;

  @Field(() => String, { description: 'The text; empty when it cannot be rendered.' })
  text: string;

  @Field(() => [TemplateProblem], { description: 'What saving it would complain about.' })
  problems: TemplateProblem[];
}

export const SaveMessageTemplateResult = createUnionType({
  name: 'SaveMessageTemplateResult',
  description: 'What came of saving a template.',
  types: () => [MessageTemplateSaved, InvalidMessageTemplate] as const,
});
