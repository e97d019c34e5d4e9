import { deriveText } from './html-to-plain-text';
import type { TemplateKey, TemplateSource } from './template-source';

/** A template as an admin hands it in. */
export interface TemplateInput extends TemplateKey {
  subject: string;
  html: string;
  /** Left out, null or blank: derived from the HTML part. */
  text?: string | null | undefined;
}

export function completeSource({ subject, html, text }: TemplateInput): TemplateSource {
  return { subject, html, text: text?.trim() ? text : deriveText(html) };
}
