import { domainToASCII } from 'node:url';

/** An address in canonical form. */
export interface EmailAddress {
  /** What mail is sent to: the local part as given, the domain in lower case as its A-label. */
  address: string;
  /** What limits and look-ups go by: as `address`, with the case of the local part folded. */
  key: string;
}

const maxInputLength = 1_000;
const maxLocalOctets = 64;
const maxDomainOctets = 255;
const maxAddressOctets = 254;

/** RFC 5321 dot-string: no quotes, no comments, nothing that a header or an address list gives a meaning to. */
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Leaves out what the URL host parser behind `domainToASCII` would decode or cut off, such as `%` and `/`. */
const domainCharacters = /^[A-Za-z0-9.\u0080-\u{10ffff}-]+$/u;

/**
 * The one place where an e-mail address becomes canonical: NFKC first, so that a look-alike of `@` or a comma is seen as
 * what mail software may later take it for; then one bare address or nothing. Surrounding blanks are dropped.
 * Local parts outside ASCII (RFC 6531) are not accepted: few providers deliver to them.
 */
export function parseEmailAddress(input: string): EmailAddress | undefined {
  if (input.length > maxInputLength || !input.isWellFormed()) return undefined;
  const [local, domain, ...rest] = trimBlanks(input.normalize('NFKC')).split('@');
  if (!local || !domain || rest.length > 0) return undefined;
  const asciiDomain = toAsciiDomain(domain);
  if (!asciiDomain || !isLocalPart(local)) return undefined;
  const address = `${local}@${asciiDomain}`;
  return address.length > maxAddressOctets ? undefined : { address, key: `${local.toLowerCase()}@${asciiDomain}` };
}

/** `=?` opens an RFC 2047 word, which mail software may decode into something else. */
function isLocalPart(local: string): boolean {
  return localPart.test(local) && local.length <= maxLocalOctets && !local.includes('=?');
}

/** Spaces and tabs only: a line break around an address is a sign of header injection, not of a slip of the pen. */
function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

function toAsciiDomain(domain: string): string | undefined {
  if (!domainCharacters.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  const labels = ascii.split('.');
  const isHostName = labels.length >= 2 && labels.every((label) => domainLabel.test(label));
  const isNumeric = /^\d+$/.test(labels.at(-1) ?? '');
  return isHostName && !isNumeric && ascii.length <= maxDomainOctets ? ascii : undefined;
}
