import type { DataSource } from 'typeorm';
import type { ConnectorType } from '../connector-kit/connector-factory';
import { usageTypes } from '../shared/usage';
import { builtInKeys } from './built-in/built-in-template';
import { builtInManagedTemplate, type ManagedTemplate, ownManagedTemplate } from './managed-template';
import { MessageTemplateEntity } from './message-template.entity';
import { keyText } from './template-key';

/** Every template of a type, by usage and locale; an own one takes the place of the built-in one. */
export async function listMessageTemplates(dataSource: DataSource, type: ConnectorType): Promise<ManagedTemplate[]> {
  const rows = await dataSource.getRepository(MessageTemplateEntity).findBy({ type });
  const templates = new Map<string, ManagedTemplate>();
  for (const key of builtInKeys(type)) {
    const template = builtInManagedTemplate(key);
    if (template) templates.set(keyText(key), template);
  }
  for (const row of rows) templates.set(keyText(row), ownManagedTemplate(row));
  return [...templates.values()].sort(byUsageThenLocale);
}

function byUsageThenLocale(a: ManagedTemplate, b: ManagedTemplate): number {
  return usageTypes.indexOf(a.usage) - usageTypes.indexOf(b.usage) || (a.locale < b.locale ? -1 : 1);
}
