import { MaxLength } from 'class-validator';
import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { ConnectorType, UsageType } from '../graphql/enums.types';
import { Failure } from '../graphql/failure.types';
import { partSizeLimits } from './template-source';

export const TemplateProblemSeverity = { ERROR: 'ERROR', WARNING: 'WARNING' } as const;
export type TemplateProblemSeverity = keyof typeof TemplateProblemSeverity;
registerEnumType(TemplateProblemSeverity, {
  name: 'TemplateProblemSeverity',
  description: 'An ERROR keeps a template from being saved, a WARNING does not.',
});

@ObjectType({ description: 'A value that a template can show, written {{ name }}.' })
export class TemplateVariable {
  @Field(() => String, { description: 'What it is called in a template.' })
  name: string;

  @Field(() => String, { description: 'What it holds.' })
  description: string;

  @Field(() => String, { description: 'What a preview shows for it.' })
  example: string;
}

@ObjectType({ description: 'Something in a template that needs to be put right.' })
export class TemplateProblem {
  @Field(() => TemplateProblemSeverity, { description: 'Whether it keeps the template from being saved.' })
  severity: TemplateProblemSeverity;

  @Field(() => String, { description: 'subject, html or text.' })
  part: string;

  @Field(() => String, { description: 'What is wrong and what to do.' })
  message: string;

  @Field(() => Int, { nullable: true, description: 'Counted from 1; null when it concerns the part as a whole.' })
  line?: number | null | undefined;
}

@ObjectType({ description: 'Subject, HTML and text of the messages of one type, usage and locale.' })
export class MessageTemplate {
  @Field(() => ID, { description: 'Of a built-in one: built-in:TYPE:USAGE:locale.' })
  id: string;

  @Field(() => ConnectorType, { description: 'The channel that it is for.' })
  type: ConnectorType;

  @Field(() => UsageType, { description: 'Why the person is being verified.' })
  usage: UsageType;

  @Field(() => String, { description: 'BCP 47.' })
  locale: string;

  @Field(() => String, { description: 'Liquid; becomes one line.' })
  subject: string;

  @Field(() => String, { description: 'Liquid; values are escaped.' })
  html: string;

  @Field(() => String, { description: 'Liquid; for mail programs that show no HTML.' })
  text: string;

  @Field(() => Boolean, { description: 'true while it is the one the gateway ships.' })
  isBuiltIn: boolean;

  @Field(() => Int, { description: 'Counts the times it was saved; 0 for a built-in one.' })
  revision: number;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was last saved; null for a built-in one.' })
  updatedAt: Date | null;
}

@InputType({ description: 'A template to save or to preview.' })
export class MessageTemplateInput {
  @Field(() => ConnectorType, { defaultValue: ConnectorType.EMAIL, description: 'The channel that it is for.' })
  type: ConnectorType;

  @Field(() => UsageType, { description: 'Why the person is being verified.' })
  usage: UsageType;

  @Field(() => String, { defaultValue: 'en', description: 'BCP 47.' })
  locale: string;

  @Field(() => String, { description: 'Liquid; at most 500 characters.' })
  @MaxLength(partSizeLimits.subject)
  subject: string;

  @Field(() => String, { description: 'Liquid; at most 204,800 characters.' })
  @MaxLength(partSizeLimits.html)
  html: string;

  @Field(() => String, {
    nullable: true,
    description: 'Liquid; at most 102,400 characters. Default: derived from the HTML.',
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
  @Field(() => [TemplateProblem], { description: 'At least one of them is an ERROR.' })
  problems: TemplateProblem[];
}

@ObjectType({
  description: "The message as a recipient would get it, filled with each variable's example.",
})
export class MessagePreview {
  @Field(() => String, { description: 'Empty when it cannot be rendered.' })
  subject: string;

  @Field(() => String, { description: 'Empty when it cannot be rendered.' })
  html: string;

  @Field(() => String, { description: 'Empty when it cannot be rendered.' })
  text: string;

  @Field(() => [TemplateProblem], { description: 'What saving it would complain about.' })
  problems: TemplateProblem[];
}

export const SaveMessageTemplateResult = createUnionType({
  name: 'SaveMessageTemplateResult',
  description: 'What became of a template that was to be saved.',
  types: () => [MessageTemplateSaved, InvalidMessageTemplate] as const,
  resolveType: (value) => ('template' in value ? MessageTemplateSaved : InvalidMessageTemplate),
});
