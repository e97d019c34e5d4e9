import { X509Certificate } from 'node:crypto';
import { BlockList, isIP } from 'node:net';

const loopbackAddresses = new BlockList();
loopbackAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
loopbackAddresses.addAddress('::1', 'ipv6');

/** Docker names services with underscores, so they are allowed; a last label of digits would be a broken IPv4 address. */
const hostNamePattern =
  /^(?=.{1,253}$)(?!(?:.*\.)?\d+$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** RFC 5321 mailbox without a quoted local part, without a display name, its domain in ASCII form. */
const addressPattern =
  /^(?=.{3,254}$)(?=[^@]{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** Header fields that are ours to set: a second one would make the message ambiguous or invalid. */
const ownHeaderPattern =
  /^(?:from|sender|to|cc|bcc|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-.*|auto-submitted|return-path|received|resent-.*|dkim-signature|arc-.*)$/i;

export const isHostName = (text: string): boolean => hostNamePattern.test(text);

export const isHost = (text: string): boolean => isIP(text) !== 0 || isHostName(text);

/** The name in the greeting: a host name or an address literal in square brackets (RFC 5321, 4.1.3). */
export const isGreetingName = (text: string): boolean => isHostName(text) || isAddressLiteral(text);

export const isPlainAddress = (text: string): boolean => addressPattern.test(text);

/** Line breaks of every kind included, and halves of surrogate pairs, which have no encoding. */
export const hasControlCharacter = (text: string): boolean => /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text);

/** RFC 5322 field name: printable ASCII without a space and a colon. */
export const isHeaderName = (text: string): boolean => /^[!-9;-~]{1,76}$/.test(text);

export const isOwnHeader = (name: string): boolean => ownHeaderPattern.test(name);

/** Whether what is sent to this host stays on this machine. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.toLowerCase() === 'localhost';
  return loopbackAddresses.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** Token requests carry the client secret: HTTPS, or plain HTTP that stays on this machine. */
export function isTokenUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
}

/** One or more certificates, each in PEM form. */
export function isCertificateList(text: string): boolean {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  return certificates.length > 0 && certificates.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function isAddressLiteral(text: string): boolean {
  const literal = /^\[(?:IPv6:)?([^\]]+)\]$/i.exec(text)?.[1];
  return literal !== undefined && isIP(literal) !== 0;
}
