import { Closers } from '../../src/shared/closers';

describe('Closers', () => {
  it('close the last opened first, one after the other', async () => {
    const order: string[] = [];
    const closers = new Closers();
    closers.add(() => order.push('first'));
    closers.add(async () => {
      order.push('second begins');
      await Promise.resolve();
      order.push('second ends');
    });
    closers.add(() => order.push('third'));
    await closers.close();
    expect(order).toEqual(['third', 'second begins', 'second ends', 'first']);
  });

  it('close everything, also where something fails to, and then tell the first failure', async () => {
    const order: string[] = [];
    const closers = new Closers();
    closers.add(() => order.push('first'));
    closers.add(() => {
      throw new Error('fails later');
    });
    closers.add(() => Promise.reject(new Error('fails first')));
    await expect(closers.close()).rejects.toThrow('fails first');
    expect(order).toEqual(['first']);
  });

  it('close once, and whoever asks again waits for the same end', async () => {
    let times = 0;
    let finish = () => {};
    const closers = new Closers();
    closers.add(() => {
      times += 1;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const ends = [closers.close(), closers.close()];
    finish();
    await Promise.all([...ends, closers.close()]);
    expect(times).toBe(1);
  });

  it('have nothing to do where nothing was opened', async () => {
    await expect(new Closers().close()).resolves.toBeUndefined();
  });
});
