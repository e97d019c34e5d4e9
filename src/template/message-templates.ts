import type { DataSource } from 'typeorm';
import { type FoundTemplate, findMessageTemplate, type OwnTemplates } from './find-message-template';
import { MessageTemplateEntity } from './message-template.entity';
import { TemplateError } from './template-error';
import { keyText } from './template-key';
import type { TemplateKey } from './template-source';

/** Where messages get their templates from. */
export interface MessageTemplates {
  /**
   * The closest template for a message, as of that configuration version or a later one.
   * @throws {TemplateError} when the type has no template at all
   */
  find(request: TemplateKey, version: number): Promise<FoundTemplate>;
  /**
   * The closest of the templates that the gateway ships.
   * @throws {TemplateError} when it ships none for the type
   */
  findBuiltIn(request: TemplateKey): FoundTemplate;
}

export interface MessageTemplatesOptions {
  dataSource: DataSource;
  /** BCP 47. */
  defaultLocale: string;
}

/** Keeps the own templates in memory: they are read once for each configuration version, whoever asks at the same time. */
export function createMessageTemplates({ dataSource, defaultLocale }: MessageTemplatesOptions): MessageTemplates {
  let kept: { version: number; own: Promise<OwnTemplates> } | undefined;

  const ownTemplates = (version: number): Promise<OwnTemplates> => {
    if (kept && kept.version >= version) return kept.own;
    const loading = { version, own: loadOwnTemplates(dataSource) };
    kept = loading;
    // whoever waits for it gets the error; the next one asks again
    loading.own.catch(() => {
      if (kept === loading) kept = undefined;
    });
    return loading.own;
  };

  const find = (request: TemplateKey, own: OwnTemplates): FoundTemplate => {
    const found = findMessageTemplate(request, own, defaultLocale);
    if (!found)
      throw new TemplateError('text', `There is no template for messages of the type ${request.type}: save one.`);
    return found;
  };

  return {
    find: async (request, version) => find(request, await ownTemplates(version)),
    findBuiltIn: (request) => find(request, new Map()),
  };
}

async function loadOwnTemplates(dataSource: DataSource): Promise<OwnTemplates> {
  const rows = await dataSource.getRepository(MessageTemplateEntity).find();
  return new Map(rows.map((row) => [keyText(row), { subject: row.subject, html: row.html, text: row.text }]));
}
