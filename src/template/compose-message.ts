import type { ConnectorType } from '../connector-kit/connector-factory';
import type { UsageType } from '../shared/usage';
import type { MessageTemplates } from './message-templates';
import { renderTemplate } from './render';
import { TemplateError } from './template-error';
import type { RenderedMessage, TemplateKey } from './template-source';
import type { TemplateVariables } from './template-variables';

/** Variables that a message may have; those left out are empty. */
export type OptionalVariables = Pick<
  TemplateVariables,
  'applicationName' | 'domain' | 'token' | 'link' | 'supportEmail'
>;

/** What one message is to say. */
export interface MessageRequest extends Partial<OptionalVariables> {
  type: ConnectorType;
  usage: UsageType;
  /** BCP 47. */
  locale: string;
  recipient: string;
  code: string;
  expiresInMinutes: number;
}

export interface MessageComposer {
  /**
   * The message, from the closest template as of that configuration version or a later one.
   * @throws {TemplateError} when the type has no template that can be rendered
   */
  compose(request: MessageRequest, version: number): Promise<RenderedMessage>;
}

export interface MessageComposerOptions {
  templates: MessageTemplates;
  /** The same for every message, e.g. the support address; a message's own go before them. */
  variables?: Partial<OptionalVariables>;
  /** Told when an own template cannot be rendered; the built-in one takes its place. Neither argument holds a value. */
  onFailure?: (error: TemplateError, template: TemplateKey) => void;
}

const nothing: OptionalVariables = { applicationName: '', domain: '', token: '', link: '', supportEmail: '' };

export function createMessageComposer({ templates, variables, onFailure }: MessageComposerOptions): MessageComposer {
  return {
    async compose({ type, ...request }, version) {
      const key = { type, usage: request.usage, locale: request.locale };
      const values: TemplateVariables = { ...nothing, ...variables, ...request };
      const template = await templates.find(key, version);
      try {
        return renderTemplate(template, values);
      } catch (error) {
        if (template.isBuiltIn || !(error instanceof TemplateError)) throw error;
        onFailure?.(error, key);
        return renderTemplate(templates.findBuiltIn(key), values);
      }
    },
  };
}
