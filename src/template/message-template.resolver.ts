import { Arg, Authorized, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ConnectorType, UsageType } from '../graphql/enums.types';
import { getMessageTemplate } from './get-message-template';
import { listMessageTemplates } from './list-message-templates';
import {
  type InvalidMessageTemplate,
  MessagePreview,
  MessageTemplate,
  MessageTemplateInput,
  type MessageTemplateSaved,
  SaveMessageTemplateResult,
  TemplateProblem,
  TemplateVariable,
} from './message-template.types';
import { previewMessageTemplate } from './preview-message-template';
import { resetMessageTemplate } from './reset-message-template';
import { type SavedMessageTemplate, saveMessageTemplate } from './save-message-template';
import { findTemplateProblems } from './template-problems';
import { templateVariables } from './template-variables';

const typeArgument = { defaultValue: ConnectorType.EMAIL, description: 'The channel.' };
const usageArgument = { description: 'Why the person is being verified.' };
const localeArgument = { defaultValue: 'en', description: 'BCP 47.' };

@Resolver(() => MessageTemplate)
export class MessageTemplateResolver {
  readonly #dataSource: DataSource;

  constructor({ dataSource }: { dataSource: DataSource }) {
    this.#dataSource = dataSource;
  }

  @Authorized('template:read')
  @Query(() => [MessageTemplate], {
    description: 'Every template of a type; an own one takes the place of the built-in one.',
  })
  messageTemplates(@Arg('type', () => ConnectorType, typeArgument) type: ConnectorType): Promise<MessageTemplate[]> {
    return listMessageTemplates(this.#dataSource, type);
  }

  @Authorized('template:read')
  @Query(() => MessageTemplate, {
    nullable: true,
    description: 'The template of exactly this usage and locale; null when there is neither an own nor a built-in one.',
  })
  messageTemplate(
    @Arg('type', () => ConnectorType, typeArgument) type: ConnectorType,
    @Arg('usage', () => UsageType, usageArgument) usage: UsageType,
    @Arg('locale', () => String, localeArgument) locale: string,
  ): Promise<MessageTemplate | null> {
    return getMessageTemplate(this.#dataSource, { type, usage, locale });
  }

  @Authorized('template:read')
  @Query(() => [TemplateVariable], { description: 'What a template can show.' })
  templateVariables(@Arg('type', () => ConnectorType, typeArgument) _type: ConnectorType): TemplateVariable[] {
    return [...templateVariables];
  }

  @Authorized('template:read')
  @Query(() => MessagePreview, { description: 'Renders a template that need not be saved, nor be free of problems.' })
  previewMessageTemplate(@Arg('input', () => MessageTemplateInput) input: MessageTemplateInput): MessagePreview {
    return previewMessageTemplate(input);
  }

  @Authorized('template:write')
  @Mutation(() => SaveMessageTemplateResult, { description: 'Puts an own template in place of what is used now.' })
  async saveMessageTemplate(
    @Arg('input', () => MessageTemplateInput) input: MessageTemplateInput,
  ): Promise<MessageTemplateSaved | InvalidMessageTemplate> {
    return toResult(await saveMessageTemplate(this.#dataSource, input));
  }

  @Authorized('template:write')
  @Mutation(() => MessageTemplate, {
    nullable: true,
    description: 'Back to the built-in template; removes a locale that has none.',
  })
  resetMessageTemplate(
    @Arg('type', () => ConnectorType, typeArgument) type: ConnectorType,
    @Arg('usage', () => UsageType, usageArgument) usage: UsageType,
    @Arg('locale', () => String, localeArgument) locale: string,
  ): Promise<MessageTemplate | null> {
    return resetMessageTemplate(this.#dataSource, { type, usage, locale });
  }

  @FieldResolver(() => [TemplateProblem], { description: 'What saving it again would complain about.' })
  problems(@Root() template: MessageTemplate): TemplateProblem[] {
    return template.isBuiltIn ? [] : findTemplateProblems(template);
  }
}

function toResult(saved: SavedMessageTemplate): MessageTemplateSaved | InvalidMessageTemplate {
  if (saved.kind === 'saved') return { template: saved.template };
  const message = 'The template cannot be used as it is. Its problems say what to do.';
  return { code: 'INVALID_MESSAGE_TEMPLATE', message, problems: saved.problems };
}
