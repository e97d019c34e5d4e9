import { parseEmailAddress } from './email-address';

/** Where a message goes, in canonical form. */
export interface Recipient {
  /** What a provider is given. */
  address: string;
  /** What limits and look-ups go by: the same for every spelling of one recipient. */
  key: string;
}

/** E.164: a plus sign and 7 to 15 digits, the first of them not zero. */
const phoneNumber = /^\+[1-9]\d{6,14}$/;

/** The one function that makes a recipient canonical; undefined: not a well-formed one for the channel. */
export function parseRecipient(channel: 'EMAIL' | 'SMS', input: string): Recipient | undefined {
  if (channel === 'EMAIL') return parseEmailAddress(input);
  const number = input.normalize('NFKC').replace(/[ ().-]/g, '');
  return phoneNumber.test(number) ? { address: number, key: number } : undefined;
}

/** Enough to recognise, not to learn: the first character of the local part, or the last two digits. */
export function maskRecipient(address: string): string {
  const at = address.lastIndexOf('@');
  return at === -1 ? `***${address.slice(-2)}` : `${address.slice(0, 1)}***${address.slice(at)}`;
}
