import { EventEmitter, once } from 'node:events';
import type { Email } from 'postal-mime';

export interface ReceivedMail {
  envelope: { from: string; to: string[] };
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** By lower-case name; of a repeated field the last one. */
  headers: Readonly<Record<string, string>>;
  parsed: Email;
  /** The message as it came over the wire. */
  raw: string;
  /** Ordinal of the connection that it came over, from 1. */
  connection: number;
}

/** The mails that a mailbox took, and those who wait for one. */
export class Arrivals extends EventEmitter {
  readonly mails: ReceivedMail[] = [];

  add(mail: ReceivedMail): void {
    this.mails.push(mail);
    this.emit('mail');
  }

  async wait(match: string | ((mail: ReceivedMail) => boolean), count: number): Promise<ReceivedMail> {
    const matches = typeof match === 'string' ? (mail: ReceivedMail) => mail.envelope.to.includes(match) : match;
    const signal = AbortSignal.timeout(10_000);
    for (;;) {
      const found = this.mails.filter(matches)[count - 1];
      if (found) return found;
      await once(this, 'mail', { signal }).catch((cause) => {
        const arrived = this.mails.map(({ envelope, subject }) => `${envelope.to.join(', ')}: ${subject}`);
        throw new Error(`no such mail within 10 s; these arrived:\n${arrived.join('\n') || '(none)'}`, { cause });
      });
    }
  }
}
