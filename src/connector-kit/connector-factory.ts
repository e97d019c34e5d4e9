import type { z } from 'zod';

/** The channel that a connector sends through. */
export type ConnectorType = 'EMAIL' | 'SMS';

/** One rendered message, addressed to exactly one recipient. A connector knows nothing of templates, codes or usages. */
export interface OutgoingMessage {
  /** The recipient in canonical form: one bare address, never a list, without a display name. */
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Additional header fields, e.g. `Auto-Submitted`. */
  headers: Readonly<Record<string, string>>;
  /** RFC 5322 Message-ID with its angle brackets; stays the same over every retry of one message. */
  messageId: string;
}

/** What the provider said when it took a message. */
export interface SendResult {
  /** The provider's own id of the message, where it gives one. */
  messageId?: string;
}

export interface SendOptions {
  /** Aborted when the attempt has run out of time; a send must then end promptly and hold nothing back for later. */
  signal: AbortSignal;
}

/** A connector that is set up: it keeps its connections or client until it is closed. */
export interface ConnectedSender {
  /** The bare address that messages come from; its domain becomes the domain of the Message-ID. */
  readonly fromAddress: string;
  /** @throws {DeliveryError} when the provider did not take the message; its text holds neither a secret nor the message. */
  send(message: OutgoingMessage, options: SendOptions): Promise<SendResult>;
  /** Lets running sends end, then releases every connection. */
  close(): Promise<void>;
}

/** A kind of connector in code: how its parameters look, and how they become a sender. */
export interface ConnectorFactory<Schema extends z.ZodObject = z.ZodObject> {
  /** Lower-case kebab, unique among the installed ones, e.g. `smtp`. */
  readonly id: string;
  readonly type: ConnectorType;
  readonly name: string;
  readonly description: string;
  /** Data URL of an SVG. */
  readonly logo: string;
  /** Markdown by BCP 47 language; `en` is always there. */
  readonly readme: Readonly<Record<string, string>> & { readonly en: string };
  /** The parameters, each declared with `field()`: gives the type, the validation and the form. */
  readonly schema: Schema;
  /**
   * Keys of the parameters that say where the secrets go and how well they are protected on the way.
   * When one of them changes, stored secrets must be entered again.
   */
  readonly destination: readonly string[];
  /** Opens no connection yet: a sender connects when it first sends. */
  connect(config: z.output<Schema>): ConnectedSender;
}

/** Lets a factory be written with its config typed by its schema. */
export function defineConnectorFactory<Schema extends z.ZodObject>(
  factory: ConnectorFactory<Schema>,
): ConnectorFactory {
  return factory as unknown as ConnectorFactory;
}
