/** What the SMTP dialogue said about a mail, which its headers need not repeat. */
export interface Envelope {
  /** Empty for a bounce. */
  from: string;
  to: string[];
  /** ISO 8601, UTC. */
  receivedAt: string;
}

export interface MailFile {
  envelope: Envelope;
  /** The mail as it was sent, RFC 5322. */
  source: Buffer;
}

const envelopeHeader = 'X-Postern-Envelope: ';

/**
 * The content of an .eml file: the mail, with its envelope as one more header, the first one.
 * JSON keeps whatever a client sent as an address on that one line.
 */
export function formatMailFile({ envelope, source }: MailFile): Buffer {
  return Buffer.concat([Buffer.from(`${envelopeHeader}${JSON.stringify(envelope)}\r\n`), source]);
}

/** Takes a file apart again; undefined when it is not one of ours. */
export function parseMailFile(content: Buffer): MailFile | undefined {
  const end = content.indexOf('\r\n');
  const line = content.toString('utf8', 0, Math.max(end, 0));
  if (!line.startsWith(envelopeHeader)) return undefined;
  try {
    return { envelope: JSON.parse(line.slice(envelopeHeader.length)) as Envelope, source: content.subarray(end + 2) };
  } catch {
    return undefined;
  }
}
