import type { NodemailerError } from 'nodemailer';
import { DeliveryError, type DeliveryErrorCode } from '../../connector-kit/delivery-error';
import { redact } from '../../connector-kit/redact';

interface Verdict {
  code: DeliveryErrorCode;
  retryable: boolean;
}

/** What a refusal means by the SMTP command that it answered; any other command says nothing about the message. */
const refusals: Readonly<Record<string, DeliveryErrorCode>> = {
  'MAIL FROM': 'SENDER_REJECTED',
  'RCPT TO': 'RECIPIENT_REJECTED',
  DATA: 'MESSAGE_REJECTED',
};

/** Codes of nodemailer (`nodemailer/lib/errors`) for failures in which the server said nothing. */
const failures: Readonly<Record<string, Verdict>> = {
  EABORT: { code: 'TIMEOUT', retryable: true },
  ETIMEDOUT: { code: 'TIMEOUT', retryable: true },
  ECONNECTION: { code: 'CONNECTION_FAILED', retryable: true },
  EDNS: { code: 'CONNECTION_FAILED', retryable: true },
  EPROTOCOL: { code: 'CONNECTION_FAILED', retryable: true },
  ESOCKET: { code: 'CONNECTION_FAILED', retryable: true },
  // The connection was lost in the middle of the handshake; a server that does not want TLS answers instead.
  ETLS: { code: 'TLS_FAILED', retryable: true },
  EENVELOPE: { code: 'RECIPIENT_REJECTED', retryable: false },
  EMESSAGE: { code: 'MESSAGE_REJECTED', retryable: false },
};

/** Node's names for certificates that do not verify and for TLS that cannot be agreed on. */
const tlsFailure =
  /CERT|_CRL|HOSTNAME_MISMATCH|^UNABLE_TO_|^INVALID_(?:CA|PURPOSE)$|^PATH_LENGTH|^ERR_(?:TLS|SSL)_|^EPROTO$/;
const throttlingReply = /throttl|rate.?limit|sending rate|too many|too (?:fast|quickly)/i;
const quotaReply = /quota|daily .*limit|(?:sending|message) limit|insufficient (?:system )?storage/i;
/** RFC 3463: the recipient's mailbox is full, which is not the sender's quota. */
const fullMailboxReply = /\b[45]\.2\.2\b|mailbox (?:is )?full/i;
/** RFC 3463: the message is too big, which is not about storage, though the reply is 552 too. */
const tooBigReply = /\b5\.3\.4\b|too (?:big|large)|message size/i;

/**
 * Turns an error of nodemailer into a `DeliveryError`. Only its redacted text is taken over: the error itself
 * quotes the server, who may have quoted a secret or the message, and so does not become the cause.
 * @param words secrets and parts of the message that may not appear
 */
export function toDeliveryError(error: unknown, words: Iterable<string | undefined>): DeliveryError {
  const failure = error as NodemailerError;
  const { code, retryable } = verdictOn(failure);
  return new DeliveryError(code, { retryable, providerMessage: redactReply(describe(failure), words) });
}

/** Masks the given words, and every RFC 2047 encoded word: that is how a server quotes a subject. */
function redactReply(reply: string, words: Iterable<string | undefined>): string {
  return redact(reply.replace(/=\?[^?\s]+\?[bq]\?[^?]*\?=/gi, '[redacted]'), words);
}

function describe({ name, response, message, originalCode, code }: NodemailerError): string {
  // A token endpoint that does not answer in JSON; the error would quote what it answered.
  if (name === 'SyntaxError') return 'the token URL did not answer in JSON';
  return response || message || originalCode || code || 'unknown error';
}

function verdictOn(error: NodemailerError): Verdict {
  const { code = '', originalCode = '', responseCode } = error;
  if (responseCode) return { code: codeOfReply(error, responseCode), retryable: responseCode < 500 };
  if (code === 'EAUTH') return { code: 'AUTHENTICATION_FAILED', retryable: isTokenOutage(error) };
  if (tlsFailure.test(originalCode)) return { code: 'TLS_FAILED', retryable: false };
  if (originalCode === 'ETIMEDOUT') return { code: 'TIMEOUT', retryable: true };
  return failures[code] ?? { code: 'UNKNOWN', retryable: false };
}

/** The token endpoint was not reached or broke down; one that refuses says so in JSON, which is EOAUTH2. */
function isTokenOutage({ command, originalCode }: NodemailerError): boolean {
  return command === 'AUTH XOAUTH2' && originalCode !== 'EOAUTH2';
}

function codeOfReply({ code, command = '', response = '' }: NodemailerError, reply: number): DeliveryErrorCode {
  if (code === 'ETLS' || (command === 'EHLO' && reply >= 500)) return 'TLS_FAILED';
  if (code === 'EAUTH' || reply === 530 || reply === 535) return codeOfAuthenticationReply(reply, response);
  if (fullMailboxReply.test(response)) return 'RECIPIENT_REJECTED';
  if (tooBigReply.test(response)) return 'MESSAGE_REJECTED';
  if (quotaReply.test(response)) return 'QUOTA_EXCEEDED';
  if (reply < 500 && throttlingReply.test(response)) return 'RATE_LIMITED';
  if (reply === 452 || reply === 552) return 'QUOTA_EXCEEDED';
  if (reply === 454) return 'RATE_LIMITED';
  if (reply === 421) return 'PROVIDER_UNAVAILABLE';
  return refusals[command] ?? 'PROVIDER_UNAVAILABLE';
}

/** RFC 4954: 454 is a failure of the server, not of the credentials. */
function codeOfAuthenticationReply(reply: number, response: string): DeliveryErrorCode {
  if (reply >= 500) return 'AUTHENTICATION_FAILED';
  return throttlingReply.test(response) ? 'RATE_LIMITED' : 'PROVIDER_UNAVAILABLE';
}
