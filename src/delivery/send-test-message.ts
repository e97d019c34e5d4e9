import type { DataSource } from 'typeorm';
import type { SendTestMessage } from '../connector/test-connector';
import { configurationVersion } from '../database/configuration-version';
import type { MessageComposer } from '../template/compose-message';
import { sendMessage } from './send-message';

/** Of no verification: it opens nothing. */
const exampleCode = '123456';

export interface TestMessageSenderOptions {
  dataSource: DataSource;
  composer: MessageComposer;
  defaultLocale: string;
  codeTtlSeconds: number;
}

/** A message with an example code, on the way that real ones go. */
export function testMessageSender(options: TestMessageSenderOptions): SendTestMessage {
  const { dataSource, composer, defaultLocale, codeTtlSeconds } = options;
  return async (sender, { id, type, to, usage, locale = defaultLocale }) => {
    const expiresInMinutes = Math.ceil(codeTtlSeconds / 60);
    const request = { type, usage, locale, recipient: to, code: exampleCode, expiresInMinutes };
    const content = await composer.compose(request, await configurationVersion(dataSource));
    return sendMessage(sender, { id, to, content, code: exampleCode });
  };
}
