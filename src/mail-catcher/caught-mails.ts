import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Address } from 'postal-mime';
import { type MailFile, parseMailFile } from './mail-file';
import { listMailNames, mailId } from './mail-folder';

/** A mail that the catcher kept. */
export interface CaughtMailContent {
  id: string;
  /** As the header has it, with the name; the envelope's where there is none. */
  from: string;
  /** The envelope's recipients: who would have got it. */
  to: string[];
  subject: string;
  text: string | null;
  html: string | null;
  receivedAt: Date;
}

export interface CaughtMailsFilter {
  /** The folder that the catcher keeps its mails in. */
  dir: string;
  /** Only mails to this address, upper and lower case being the same. */
  recipient?: string | undefined;
  /** At most so many. */
  first: number;
}

/** The kept mails, newest first; none when there is no such folder. */
export async function listCaughtMails({ dir, recipient, first }: CaughtMailsFilter): Promise<CaughtMailContent[]> {
  const mails: CaughtMailContent[] = [];
  for (const name of await listMailNames(dir)) {
    if (mails.length >= first) break;
    const file = await readMailFile(join(dir, name));
    if (file && isFor(recipient, file)) mails.push(await readMail(mailId(name), file));
  }
  return mails;
}

// A newer mail may have pushed it out since the folder was listed.
async function readMailFile(path: string): Promise<MailFile | undefined> {
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  return content && parseMailFile(content);
}

function isFor(recipient: string | undefined, { envelope }: MailFile): boolean {
  if (recipient === undefined) return true;
  return envelope.to.some((address) => address.toLowerCase() === recipient.toLowerCase());
}

async function readMail(id: string, { envelope, source }: MailFile): Promise<CaughtMailContent> {
  const kept = { id, to: envelope.to, receivedAt: new Date(envelope.receivedAt) };
  try {
    const mail = await PostalMime.parse(source);
    const { subject = '', text = null, html = null } = mail;
    return { ...kept, from: formatAddress(mail.from) || envelope.from, subject, text, html };
  } catch {
    // What no parser understands is still shown, as it came.
    return { ...kept, from: envelope.from, subject: '', text: source.toString('utf8'), html: null };
  }
}

function formatAddress(address: Address | undefined): string {
  if (!address?.address) return '';
  return address.name ? `${address.name} <${address.address}>` : address.address;
}
