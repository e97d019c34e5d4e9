import { performance } from 'node:perf_hooks';
import type { ConnectedSender, OutgoingMessage } from '../connector-kit/connector-factory';
import { DeliveryError, storableText } from '../connector-kit/delivery-error';
import { redact } from '../connector-kit/redact';

/** An attempt that takes longer is cut off. */
export const attemptDeadlineMilliseconds = 20_000;

/** A rendered message, before it is known through whom it goes. */
export interface MessageContent {
  subject: string;
  html: string;
  text: string;
}

export type SendOutcome =
  | { ok: true; messageId: string; durationMilliseconds: number }
  | { ok: false; error: DeliveryError; durationMilliseconds: number };

export interface MessageToSend {
  /** Becomes the Message-ID; the same over every retry. */
  id: string;
  /** Canonical address. */
  to: string;
  content: MessageContent;
  /** What must not stand in an error: a provider may quote the message that it refuses. */
  code: string;
}

/** The one way to a provider, for real messages and tests alike: one attempt with a deadline, its outcome as data. */
export async function sendMessage(sender: ConnectedSender, message: MessageToSend): Promise<SendOutcome> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  const outgoing = toOutgoing(sender, message);
  try {
    const { messageId } = await withDeadline((signal) => sender.send(outgoing, { signal }));
    return {
      ok: true,
      messageId: messageId === undefined ? outgoing.messageId : storableText(redact(messageId, [message.code])),
      durationMilliseconds: elapsed(),
    };
  } catch (cause) {
    return { ok: false, error: toDeliveryError(cause, message.code), durationMilliseconds: elapsed() };
  }
}

function toOutgoing({ fromAddress }: ConnectedSender, { id, to, content }: MessageToSend): OutgoingMessage {
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
  return { to, ...content, headers: { 'Auto-Submitted': 'auto-generated' }, messageId: `<${id}@${domain}>` };
}

/** A connector that does not heed the signal is not waited for. */
async function withDeadline<Result>(send: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new DeliveryError('TIMEOUT', { retryable: true }));
    }, attemptDeadlineMilliseconds);
  });
  try {
    return await Promise.race([send(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function toDeliveryError(cause: unknown, code: string): DeliveryError {
  if (!(cause instanceof DeliveryError)) return new DeliveryError('UNKNOWN', { retryable: true, cause });
  const { retryable, providerMessage } = cause;
  return new DeliveryError(cause.code, {
    retryable,
    providerMessage: providerMessage && redact(providerMessage, [code]),
    cause,
  });
}
