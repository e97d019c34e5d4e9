import { builtInTemplate } from './built-in/built-in-template';
import type { MessageTemplateEntity } from './message-template.entity';
import { keyText } from './template-key';
import type { TemplateKey, TemplateSource } from './template-source';

/** A template as admins see it: their own one, or the one that the gateway ships. */
export interface ManagedTemplate extends TemplateKey, TemplateSource {
  id: string;
  isBuiltIn: boolean;
  /** 0 for a built-in one. */
  revision: number;
  /** null for a built-in one. */
  updatedAt: Date | null;
}

export function ownManagedTemplate(row: MessageTemplateEntity): ManagedTemplate {
  const { id, type, usage, locale, subject, html, text, revision, updatedAt } = row;
  return { id, type, usage, locale, subject, html, text, isBuiltIn: false, revision, updatedAt };
}

/** Undefined: the gateway ships none for this key. */
export function builtInManagedTemplate(key: TemplateKey): ManagedTemplate | undefined {
  const source = builtInTemplate(key.type, key.usage, key.locale);
  return source && { ...key, ...source, id: `built-in:${keyText(key)}`, isBuiltIn: true, revision: 0, updatedAt: null };
}
