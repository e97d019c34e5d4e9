import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { changeConfiguration } from '../database/configuration-version';
import { checkInput, type TemplateInput } from './check-input';
import { type ManagedTemplate, ownManagedTemplate } from './managed-template';
import { MessageTemplateEntity } from './message-template.entity';
import { templateKey } from './template-key';
import { hasErrors, type TemplateProblem } from './template-problems';
import type { TemplateKey, TemplateSource } from './template-source';

export type SavedMessageTemplate =
  | { kind: 'saved'; template: ManagedTemplate }
  | { kind: 'invalid'; problems: TemplateProblem[] };

/**
 * Saves an own template, in place of the built-in one or of its own last revision.
 * @throws {UserInputError} when the locale is not a BCP 47 language tag
 */
export async function saveMessageTemplate(dataSource: DataSource, input: TemplateInput): Promise<SavedMessageTemplate> {
  const key = templateKey(input);
  const { source, problems } = checkInput(input);
  if (hasErrors(problems)) return { kind: 'invalid', problems };
  const row = await changeConfiguration(dataSource, (manager) => upsert(manager, key, source));
  return { kind: 'saved', template: ownManagedTemplate(row) };
}

async function upsert(
  manager: EntityManager,
  key: TemplateKey,
  source: TemplateSource,
): Promise<MessageTemplateEntity> {
  await manager.query(
    `INSERT INTO message_template (id, type, usage, locale, subject, html, text) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (type, usage, locale) DO UPDATE
     SET subject = excluded.subject, html = excluded.html, text = excluded.text,
         revision = message_template.revision + 1, updated_at = now()`,
    [randomUUID(), key.type, key.usage, key.locale, source.subject, source.html, source.text],
  );
  return manager.findOneByOrFail(MessageTemplateEntity, key);
}
