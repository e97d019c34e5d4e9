import type { DataSource } from 'typeorm';
import { changeConfiguration } from '../database/configuration-version';
import { builtInManagedTemplate, type ManagedTemplate } from './managed-template';
import { MessageTemplateEntity } from './message-template.entity';
import { templateKey } from './template-key';
import type { TemplateKey } from './template-source';

/**
 * Deletes an own template. Returns the built-in one that is back in use, or null when there is none.
 * @throws {UserInputError} when the locale is not a BCP 47 language tag
 */
export async function resetMessageTemplate(
  dataSource: DataSource,
  asked: TemplateKey,
): Promise<ManagedTemplate | null> {
  const key = templateKey(asked);
  await changeConfiguration(dataSource, (manager) => manager.delete(MessageTemplateEntity, key));
  return builtInManagedTemplate(key) ?? null;
}
