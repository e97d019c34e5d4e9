import { Arg, Authorized, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ConnectorType, UsageType } from '../graphql/enums.types';
import { getMessageTemplate } from './get-message-template';
import { listMessageTemplates } from './list-message-templates';
import {
  InvalidMessageTemplate,
  MessagePreview,
  MessageTemplate,
  MessageTemplateInput,
  MessageTemplateSaved,
  SaveMessageTemplateResult,
  TemplateProblem,
  TemplateVariable,
} from './message-template.types';
import { previewMessageTemplate } from './preview-message-template';
import { resetMessageTemplate } from './reset-message-template';
import { type SavedMessageTemplate, saveMessageTemplate } from './save-message-template';
import { findTemplateProblems } from './template-problems';
import { templateVariables } from './template-variables';

const typeArgument = { defaultValue: ConnectorType.EMAIL, description: 'The channel of the messages.' };
const inputArgument = { description: 'The template.' };
const usageArgument = { description: 'Why the person is being verified.' };
const localeArgument = { defaultValue: 'en', description: 'The language as a BCP 47 tag.' };

@Resolver(() => MessageTemplate)
export class MessageTemplateResolver {
  constructor(private readonly dependencies: { dataSource: DataSource }) {}

  @Authorized('template:read')
  @Query(() => [MessageTemplate], {
    description: 'Every template of a type; one of your own takes the place of the built-in one. Scope: template:read.',
  })
  messageTemplates(@Arg('type', () => ConnectorType, typeArgument) type: ConnectorType): Promise<MessageTemplate[]> {
    return listMessageTemplates(this.dependencies.dataSource, type);
  }

  @Authorized('template:read')
  @Query(() => MessageTemplate, {
    nullable: true,
    description:
      'The template of exactly this usage and locale, yours or the built-in one; null: neither. Scope: template:read.',
  })
  messageTemplate(
    @Arg('type', () => ConnectorType, typeArgument) type: ConnectorType,
    @Arg('usage', () => UsageType, usageArgument) usage: UsageType,
    @Arg('locale', () => String, localeArgument) locale: string,
  ): Promise<MessageTemplate | null> {
    return getMessageTemplate(this.dependencies.dataSource, { type, usage, locale });
  }

  @Authorized('template:read')
  @Query(() => [TemplateVariable], { description: 'The variables that a template can show. Scope: template:read.' })
  templateVariables(@Arg('type', () => ConnectorType, typeArgument) _type: ConnectorType): TemplateVariable[] {
    return [...templateVariables];
  }

  @Authorized('template:read')
  @Query(() => MessagePreview, {
    description: 'Renders a template that need not be saved, nor be free of problems. Scope: template:read.',
  })
  previewMessageTemplate(
    @Arg('input', () => MessageTemplateInput, inputArgument) input: MessageTemplateInput,
  ): MessagePreview {
    return previewMessageTemplate(input);
  }

  @Authorized('template:write')
  @Mutation(() => SaveMessageTemplateResult, {
    description: 'Saves a template of your own; it is used from the next message on. Scope: template:write.',
  })
  async saveMessageTemplate(
    @Arg('input', () => MessageTemplateInput, inputArgument) input: MessageTemplateInput,
  ): Promise<MessageTemplateSaved | InvalidMessageTemplate> {
    return toResult(await saveMessageTemplate(this.dependencies.dataSource, input));
  }

  @Authorized('template:write')
  @Mutation(() => MessageTemplate, {
    nullable: true,
    description:
      'Deletes your own template. Returns the built-in one, which is used again; null where there is none. Scope: template:write.',
  })
  resetMessageTemplate(
    @Arg('type', () => ConnectorType, typeArgument) type: ConnectorType,
    @Arg('usage', () => UsageType, usageArgument) usage: UsageType,
    @Arg('locale', () => String, localeArgument) locale: string,
  ): Promise<MessageTemplate | null> {
    return resetMessageTemplate(this.dependencies.dataSource, { type, usage, locale });
  }

  @FieldResolver(() => [TemplateProblem], {
    description: 'What saving it again would complain about; empty for a built-in one.',
  })
  problems(@Root() template: MessageTemplate): TemplateProblem[] {
    return template.isBuiltIn ? [] : findTemplateProblems(template);
  }
}

function toResult(saved: SavedMessageTemplate): MessageTemplateSaved | InvalidMessageTemplate {
  if (saved.kind === 'saved') return Object.assign(new MessageTemplateSaved(), { template: saved.template });
  const message = 'The template cannot be used as it is. Its problems say what to do.';
  const fields = { code: 'INVALID_MESSAGE_TEMPLATE', message, problems: saved.problems };
  return Object.assign(new InvalidMessageTemplate(), fields);
}
