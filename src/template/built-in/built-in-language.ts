import type { UsageType } from '../../shared/usage';

/** What a built-in message says in one language. Each text is Liquid, and goes into HTML and text alike: no `<`, `>` or `&`. */
export interface BuiltInLanguage {
  /** BCP 47 in canonical form. */
  locale: string;
  usages: Readonly<Record<UsageType, UsageWords>>;
  /** How long the code works. */
  lifetime: string;
  /** That the code is for nobody else. */
  secrecy: string;
  /** Whom to ask; shown only when there is a support address. */
  support: string;
  /** Whom the message was sent to. */
  footer: string;
}

export interface UsageWords {
  subject: string;
  heading: string;
  /** What to do with the code, which comes right after it. */
  instruction: string;
  /** What it means, and what to do, when the person did not ask for it. */
  unexpected: string;
}
