/** Why a message was not taken; the codes of the GraphQL enum DeliveryErrorCode. */
export const deliveryErrorCodes = [
  'AUTHENTICATION_FAILED',
  'SENDER_REJECTED',
  'RECIPIENT_REJECTED',
  'MESSAGE_REJECTED',
  'RATE_LIMITED',
  'QUOTA_EXCEEDED',
  'CONNECTION_FAILED',
  'TLS_FAILED',
  'TIMEOUT',
  'PROVIDER_UNAVAILABLE',
  'INVALID_CONFIGURATION',
  'UNKNOWN',
] as const;

export type DeliveryErrorCode = (typeof deliveryErrorCodes)[number];

export interface DeliveryErrorOptions {
  /** Whether the same message may be taken later. */
  retryable: boolean;
  /** What the provider said, without secrets and without the message. */
  providerMessage?: string | undefined;
  cause?: unknown;
}

const providerMessageLimit = 500;

/** What a provider says may hold what the database cannot: NUL, and half a surrogate pair. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** A provider's refusal or failure, in the terms that every connector shares. */
export class DeliveryError extends Error {
  readonly code: DeliveryErrorCode;
  readonly retryable: boolean;
  readonly providerMessage: string | undefined;

  constructor(code: DeliveryErrorCode, options: DeliveryErrorOptions) {
    super(`the message was not taken: ${code}`, { cause: options.cause });
    this.name = 'DeliveryError';
    this.code = code;
    this.retryable = options.retryable;
    this.providerMessage =
      options.providerMessage && storableText(options.providerMessage.slice(0, providerMessageLimit));
  }
}
