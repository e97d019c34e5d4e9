import type { ConnectorType } from '../connector-kit/connector-factory';
import type { UsageType } from '../shared/usage';

/** What a template is found by. */
export interface TemplateKey {
  type: ConnectorType;
  usage: UsageType;
  /** BCP 47 in canonical form, e.g. `pt-BR`. */
  locale: string;
}

export const templateParts = ['subject', 'html', 'text'] as const;

export type TemplatePart = (typeof templateParts)[number];

/** A template as it is written: Liquid in each part. */
export type TemplateSource = Record<TemplatePart, string>;

/** What a template becomes: what a recipient gets. */
export type RenderedMessage = Record<TemplatePart, string>;

/** In characters; a whole template has to fit into one request. */
export const partSizeLimits: Readonly<Record<TemplatePart, number>> = {
  subject: 500,
  html: 80_000,
  text: 40_000,
};

/** What people call each part. */
export const partNames: Readonly<Record<TemplatePart, string>> = {
  subject: 'subject',
  html: 'HTML part',
  text: 'text part',
};
