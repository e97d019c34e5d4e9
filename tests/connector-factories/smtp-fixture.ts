import { smtp } from '../../src/connector-factories/smtp/smtp';
import type { ConnectedSender, OutgoingMessage } from '../../src/connector-kit/connector-factory';
import { DeliveryError } from '../../src/connector-kit/delivery-error';
import { parseConfig } from '../../src/connector-kit/parse-config';
import { type Mailbox, type MailboxOptions, startMailbox } from '../testkit/mailbox';

const opened: { close(): Promise<void> }[] = [];

/** Closes what the last test opened, senders before mailboxes. */
export async function closeAll(): Promise<void> {
  for (const resource of opened.splice(0).reverse()) await resource.close();
}

export async function openMailbox(options?: MailboxOptions): Promise<Mailbox> {
  const mailbox = await startMailbox(options);
  opened.push(mailbox);
  return mailbox;
}

/** A sender through the factory, set up as from a form: by default unencrypted and without a sign-in. */
export function connect(port: number, parameters: Record<string, unknown> = {}): ConnectedSender {
  const given = { host: '127.0.0.1', port, security: 'NONE', fromEmail: 'codes@example.com', ...parameters };
  const parsed = parseConfig(smtp.schema, given);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const sender = smtp.connect(parsed.config);
  opened.push(sender);
  return sender;
}

export function message(changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    to: 'someone@example.org',
    subject: '271828 is your Example code',
    text: 'Your code is 271828.\nIt works for 10 minutes.',
    html: '<p>Your code is <b>271828</b>.</p>',
    headers: { 'Auto-Submitted': 'auto-generated' },
    messageId: '<a1b2c3@example.com>',
    ...changes,
  };
}

/** A deadline that only a hanging test reaches. */
export const deadline = () => ({ signal: AbortSignal.timeout(15_000) });

/** What the sender makes of a failure; fails when it succeeds or throws anything but a DeliveryError. */
export async function failure(sending: Promise<unknown>): Promise<DeliveryError> {
  const error = await sending.then(
    () => new Error('the message was taken'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DeliveryError)) throw error;
  return error;
}
