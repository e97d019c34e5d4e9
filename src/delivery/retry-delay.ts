const firstDelaySeconds = 1;
const longestDelaySeconds = 60;

/**
 * Exponential backoff with jitter: between half and the whole of 1, 2, 4 … 60 seconds.
 * @param attempts how often it was tried so far, from 1
 */
export function retryDelaySeconds(attempts: number, random: () => number = Math.random): number {
  const whole = Math.min(firstDelaySeconds * 2 ** (attempts - 1), longestDelaySeconds);
  return whole * (0.5 + random() / 2);
}
