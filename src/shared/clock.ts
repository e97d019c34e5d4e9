/** The one source of the process's own time. What concerns codes and limits goes by the database's clock instead. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
