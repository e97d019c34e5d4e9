/** At most `count` in any stretch of `seconds`. */
export interface Limit {
  readonly count: number;
  readonly seconds: number;
}

/** How often things may happen; undefined: as often as one likes. */
export interface Limits {
  /** Between two sends of one verification. */
  readonly resendCooldown: Limit | undefined;
  /** Sends to one recipient, over all its verifications. */
  readonly recipient: Limit | undefined;
  /** Wrong codes tried for one recipient, over all its verifications. */
  readonly guesses: Limit;
}

export const defaultLimits: Limits = {
  resendCooldown: { count: 1, seconds: 60 },
  recipient: { count: 5, seconds: 600 },
  guesses: { count: 20, seconds: 3_600 },
};

const limitNames: Readonly<Record<string, keyof Limits>> = {
  resend_cooldown: 'resendCooldown',
  recipient: 'recipient',
  guesses: 'guesses',
};

/** The times of that many events are kept per recipient. */
const maxCount = 1_000;
const maxSeconds = 86_400;

/**
 * Reads `name=count/seconds` pairs, comma-separated, over the defaults. `off` takes every sending limit away; how often
 * codes may be guessed stays limited.
 */
export function parseLimits(text: string): { limits: Limits; problems: string[] } {
  if (text === 'off')
    return { limits: { ...defaultLimits, resendCooldown: undefined, recipient: undefined }, problems: [] };
  const limits: { -readonly [Name in keyof Limits]: Limits[Name] } = { ...defaultLimits };
  const problems: string[] = [];
  for (const pair of text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [, name = '', count, seconds] = /^([a-z_]+)=(\d{1,4})\/(\d{1,5})$/.exec(pair) ?? [];
    const key = Object.hasOwn(limitNames, name) ? limitNames[name] : undefined;
    const limit = { count: Number(count), seconds: Number(seconds) };
    const problem = key ? problemWith(key, limit) : unreadable(pair);
    if (problem) problems.push(problem);
    else if (key) limits[key] = limit;
  }
  return { limits, problems };
}

function problemWith(key: keyof Limits, { count, seconds }: Limit): string | undefined {
  if (key === 'resendCooldown' && count !== 1)
    return 'must give resend_cooldown a count of 1, for example resend_cooldown=1/60';
  if (count < 1 || count > maxCount || seconds < 1 || seconds > maxSeconds) {
    return `must keep counts from 1 to ${maxCount} and seconds from 1 to ${maxSeconds}`;
  }
  return undefined;
}

function unreadable(pair: string): string {
  return `holds "${pair}"; it must be off or pairs such as recipient=5/600 with the names ${Object.keys(limitNames).join(', ')}`;
}
