import { Dispatcher, type DispatcherOptions } from '../../src/delivery/dispatcher';
import type { LeasedDelivery } from '../../src/delivery/outbox';
import { createLogger } from '../../src/shared/logger';
import { type Gate, gate } from '../testkit/gate';
import { LogSink } from '../testkit/log-sink';
import { attempt, type OutboxStage, openOutbox } from './outbox-fixture';

describe('the dispatcher', () => {
  let stage: OutboxStage;
  let log: LogSink;
  let begun: LeasedDelivery[];
  let held: Gate;
  let announced: number;
  let dispatcher: Dispatcher;
  beforeAll(async () => {
    stage = await openOutbox();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    log = new LogSink();
    begun = [];
    announced = 0;
    held = gate();
  });
  afterEach(async () => {
    held.open();
    await dispatcher.stop();
    await stage.clear();
  });

  function createDispatcher(options: Partial<DispatcherOptions> = {}): Dispatcher {
    const logger = createLogger('debug', log);
    dispatcher = new Dispatcher({
      outbox: stage.outbox,
      deliver: async (delivery) => {
        begun.push(delivery);
        logger.info({ begun: begun.length });
        await held.opened;
        await stage.outbox.settleSent(delivery, attempt, '<sent@example.com>');
        logger.info('sent');
      },
      announcer: { announce: () => (announced += 1) },
      logger,
      accepting: true,
      ...options,
    });
    return dispatcher;
  }

  const counts = async () => {
    const all = { QUEUED: 0, SENDING: 0, SENT: 0 };
    for (const { status } of await stage.rows()) all[status as keyof typeof all] += 1;
    return all;
  };

  test('delivers so many at once, and the rest after them', async () => {
    await stage.store(10);
    createDispatcher({ concurrency: 3 }).start();
    await log.wait({ begun: 3 });
    expect(begun).toHaveLength(3);

    held.open();
    await log.wait({ msg: 'sent' }, 10);
    expect(await counts()).toEqual({ QUEUED: 0, SENDING: 0, SENT: 10 });
    expect(new Set(begun.map(({ id }) => id)).size).toBe(10);
  });

  test('claims no more than it has room for', async () => {
    await stage.store(10);
    createDispatcher({ concurrency: 2, capacity: 3 }).start();
    await log.wait({ begun: 2 });

    const { SENDING } = await counts();
    expect(SENDING).toBeLessThanOrEqual(5);
    held.open();
    await log.wait({ msg: 'sent' }, 10);
    expect(await counts()).toEqual({ QUEUED: 0, SENDING: 0, SENT: 10 });
  });

  test('holds as many places as it has, and gives a place that was not used to the next', () => {
    createDispatcher({ capacity: 2 });
    const [first, second] = [dispatcher.reserve(), dispatcher.reserve()];

    expect([first.leased, second.leased]).toEqual([true, true]);
    expect(dispatcher.reserve().leased).toBe(false);
    first.release();
    expect(dispatcher.reserve().leased).toBe(true);
    expect(dispatcher.reserve().leased).toBe(false);
  });

  test('tells others of what it has no room for', async () => {
    await stage.store(1);
    const [delivery] = await stage.outbox.claim(1);
    createDispatcher({ capacity: 0 })
      .reserve()
      .fill(delivery as LeasedDelivery);

    expect(announced).toBe(1);
    expect(begun).toEqual([]);
  });

  test('without a worker it has no place', () => {
    expect(createDispatcher({ accepting: false }).reserve().leased).toBe(false);
  });

  test('stopped, it lets what has begun end, gives back what waits, and takes nothing more', async () => {
    await stage.store(10);
    createDispatcher({ concurrency: 2 }).start();
    await log.wait({ begun: 2 });

    const stopping = dispatcher.stop();
    expect(dispatcher.reserve().leased).toBe(false);
    held.open();
    await stopping;

    expect(begun).toHaveLength(2);
    expect(await counts()).toEqual({ QUEUED: 8, SENDING: 0, SENT: 2 });
    expect(await stage.outbox.claim(10)).toHaveLength(8);
  });

  test('a delivery that throws is left to its lease, and holds up no other', async () => {
    await stage.store(3);
    createDispatcher({
      concurrency: 1,
      deliver: async (delivery) => {
        begun.push(delivery);
        if (begun.length === 1) throw new Error('the database cannot be reached');
        await stage.outbox.settleSent(delivery, attempt, '<sent@example.com>');
        if (begun.length === 3) held.open();
      },
    }).start();
    await held.opened;

    await log.wait({ msg: 'a delivery was left to its lease', deliveryId: begun[0]?.id });
    expect(await counts()).toEqual({ QUEUED: 0, SENDING: 1, SENT: 2 });
  });

  test('when nothing can be claimed it says so, and tries again later', async () => {
    await stage.store(1);
    let outages = 1;
    createDispatcher({
      pollIntervalMilliseconds: 5,
      outbox: {
        ...stage.outbox,
        claim: async (limit) => {
          if (outages-- > 0) throw new Error('the database cannot be reached');
          return stage.outbox.claim(limit);
        },
      },
    }).start();
    held.open();

    await log.wait({ msg: 'due deliveries could not be claimed' });
    await log.wait({ msg: 'sent' });
  });
});
