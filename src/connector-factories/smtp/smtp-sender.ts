import type { SendMailOptions } from 'nodemailer';
import type { ConnectedSender, OutgoingMessage, SendOptions, SendResult } from '../../connector-kit/connector-factory';
import { DeliveryError } from '../../connector-kit/delivery-error';
import { toDeliveryError } from './smtp-errors';
import type { SmtpConfig } from './smtp-parameters';
import { createAccessTokens, createTransport } from './smtp-transport';

/** Sets up a sender with a pool of connections to one server. */
export function connectSmtp(config: SmtpConfig): ConnectedSender {
  const tokens = createAccessTokens(config);
  const transport = createTransport(config, tokens);
  const running = new Set<Promise<unknown>>();
  let closing = false;

  async function deliver(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    try {
      const { serverMessageId } = await transport.sendMail({ ...toMail(message, config), signal });
      return serverMessageId ? { messageId: serverMessageId } : {};
    } catch (error) {
      throw toDeliveryError(error, [...secretWords(config, tokens?.accessToken), ...messageWords(message)]);
    }
  }

  async function send(message: OutgoingMessage, { signal }: SendOptions): Promise<SendResult> {
    if (closing) throw new DeliveryError('CONNECTION_FAILED', { retryable: true, providerMessage: 'sender is closed' });
    const delivering = deliver(message, signal);
    running.add(delivering);
    return delivering.finally(() => running.delete(delivering));
  }

  async function close(): Promise<void> {
    closing = true;
    // The pool itself would fail the messages that still wait for a connection.
    await Promise.allSettled(running);
    transport.close({ force: true });
  }

  return { fromAddress: config.fromEmail, send, close };
}

/** Addresses are objects: as text they would be parsed, and a comma in one would make two recipients of it. */
function toMail(message: OutgoingMessage, { fromEmail, fromName = '', replyTo, customHeaders }: SmtpConfig) {
  const from = { name: fromName, address: fromEmail };
  const to = { name: '', address: message.to };
  return {
    from,
    to,
    replyTo: replyTo ? { name: '', address: replyTo } : undefined,
    envelope: { from, to },
    subject: message.subject,
    text: message.text,
    html: message.html,
    headers: { ...customHeaders, ...message.headers },
    messageId: message.messageId,
  } satisfies SendMailOptions;
}

/** The secrets in every form in which they go over the wire; base64 is added by `redact`. */
function* secretWords(config: SmtpConfig, accessToken: string | false | undefined): Iterable<string | undefined> {
  const { user, password, clientSecret, refreshToken } = config;
  if (password) yield `\0${user}\0${password}`;
  if (accessToken) yield `user=${user}\x01auth=Bearer ${accessToken}\x01\x01`;
  for (const secret of [password, clientSecret, refreshToken, accessToken || undefined]) {
    yield secret;
    if (secret) yield encodeURIComponent(secret);
  }
}

/** The subject and text as a whole, by line, and each word in them that could be a code or a token. */
function* messageWords({ subject, text }: OutgoingMessage): Iterable<string> {
  yield subject;
  yield text;
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  yield* lines.filter(({ length }) => length >= 4);
  const words = `${subject}\n${text}`.match(/[\w-]{4,}/g) ?? [];
  yield* words.filter((word) => /\d/.test(word));
}
