import type { Logger } from '../shared/logger';
import type { LeasedDelivery, Outbox } from './outbox';
import type { Announcer } from './wake-up';

/** A place in the queue, held for a delivery that is being stored. */
export interface Reservation {
  /** false: there is no place in this process, and the delivery is to be stored QUEUED, for whoever has room. */
  readonly leased: boolean;
  /** Hands the stored delivery over, to this process or to others. */
  fill(delivery: LeasedDelivery): void;
  /** Nothing was stored: gives the place back. */
  release(): void;
}

export interface DispatcherOptions {
  outbox: Outbox;
  deliver: (delivery: LeasedDelivery) => Promise<void>;
  announcer: Announcer;
  logger: Logger;
  /** false: another process delivers, and nothing is handed over in memory. */
  accepting: boolean;
  /** How many are delivered at once. */
  concurrency?: number;
  /** How many may wait in memory, reserved places included. */
  capacity?: number;
  pollIntervalMilliseconds?: number;
}

/** How long running deliveries may take to end when the gateway stops. */
const drainMilliseconds = 25_000;

/**
 * The worker in this process: a bounded queue in memory, fed by what this process stored and, once in a while, by what
 * is due in the database.
 */
export class Dispatcher {
  private readonly waiting: LeasedDelivery[] = [];
  private readonly running = new Set<Promise<void>>();
  private reserved = 0;
  private polling: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Rows were stored without a lease while the queue was full, or the last claim brought all that was asked for. */
  private behind = false;
  private stopped = false;
  /** The last claim failed. */
  private broken = false;
  private readonly concurrency: number;
  private readonly capacity: number;

  constructor(private readonly options: DispatcherOptions) {
    this.concurrency = options.concurrency ?? 16;
    this.capacity = options.capacity ?? 256;
  }

  start(): void {
    this.timer = setInterval(() => this.wake(), this.options.pollIntervalMilliseconds ?? 1_000);
    this.timer.unref();
    this.wake();
  }

  reserve(): Reservation {
    if (this.stopped || !this.options.accepting || this.free() <= 0) return this.noPlace();
    this.reserved += 1;
    return {
      leased: true,
      fill: (delivery) => {
        this.reserved -= 1;
        this.waiting.push(delivery);
        this.advance();
      },
      release: () => {
        this.reserved -= 1;
      },
    };
  }

  /** Whether it cannot read its queue right now. */
  get isBroken(): boolean {
    return this.broken;
  }

  /** Looks for due deliveries now. */
  wake(): void {
    if (this.stopped || this.polling || this.free() <= 0) return;
    this.polling = this.claim().finally(() => {
      this.polling = undefined;
      this.advance();
    });
  }

  /** Takes no more, lets running deliveries end and gives back those that wait. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.polling;
    await this.options.outbox.giveBack(this.waiting.splice(0)).catch((err) => {
      this.options.logger.warn({ err }, 'waiting deliveries stay leased until their lease is over');
    });
    const drained = Promise.all(this.running);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, drainMilliseconds);
    });
    await Promise.race([drained, patience]);
    clearTimeout(timer);
  }

  private noPlace(): Reservation {
    const fill = () => {
      this.behind = this.options.accepting;
      this.options.announcer.announce();
    };
    return { leased: false, fill, release: () => {} };
  }

  private free(): number {
    return this.capacity - this.waiting.length - this.reserved;
  }

  private async claim(): Promise<void> {
    const limit = Math.min(this.free(), this.concurrency * 2);
    try {
      const claimed = await this.options.outbox.claim(limit);
      this.behind = claimed.length === limit;
      this.broken = false;
      this.waiting.push(...claimed);
    } catch (err) {
      this.behind = false;
      this.broken = true;
      this.options.logger.error({ err }, 'due deliveries could not be claimed');
    }
  }

  private advance(): void {
    while (!this.stopped && this.running.size < this.concurrency) {
      const delivery = this.waiting.shift();
      if (!delivery) break;
      this.run(delivery);
    }
    if (this.behind && this.waiting.length < this.concurrency) this.wake();
  }

  private run(delivery: LeasedDelivery): void {
    const running = this.options
      .deliver(delivery)
      .catch((err) => {
        this.options.logger.error({ err, deliveryId: delivery.id }, 'a delivery was left to its lease');
      })
      .finally(() => {
        this.running.delete(running);
        this.advance();
      });
    this.running.add(running);
  }
}
