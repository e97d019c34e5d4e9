import type { DataSource } from 'typeorm';
import { builtInManagedTemplate, type ManagedTemplate, ownManagedTemplate } from './managed-template';
import { MessageTemplateEntity } from './message-template.entity';
import { templateKey } from './template-key';
import type { TemplateKey } from './template-source';

/**
 * The template of exactly this key, own before built-in; null when there is neither.
 * @throws {UserInputError} when the locale is not a BCP 47 language tag
 */
export async function getMessageTemplate(dataSource: DataSource, asked: TemplateKey): Promise<ManagedTemplate | null> {
  const key = templateKey(asked);
  const row = await dataSource.getRepository(MessageTemplateEntity).findOneBy(key);
  return row ? ownManagedTemplate(row) : (builtInManagedTemplate(key) ?? null);
}
