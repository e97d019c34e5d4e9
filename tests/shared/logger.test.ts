import { createLogger } from '../../src/shared/logger';
import { LogSink } from '../testkit/log-sink';

describe('the log', () => {
  const logged = (fields: object, level = 'info') => {
    const sink = new LogSink();
    createLogger(level, sink).info(fields, 'message');
    return sink.text;
  };

  it('is a line of JSON each', () => {
    expect(JSON.parse(logged({ reqId: '1' }))).toEqual({
      level: 30,
      time: expect.any(Number),
      reqId: '1',
      msg: 'message',
    });
  });

  it.each(['authorization', 'cookie', 'password', 'secret', 'token', 'apiKey', 'config', 'variables'])(
    'masks what is called %s, wherever it stands',
    (name) => {
      for (const fields of [
        { [name]: 'in-clear' },
        { headers: { [name]: 'in-clear' } },
        { req: { headers: { [name]: 'in-clear' } } },
        { [name]: { nested: 'in-clear' } },
      ]) {
        expect(logged(fields)).toContain('[redacted]');
        expect(logged(fields)).not.toContain('in-clear');
      }
    },
  );

  it('tells of an error what it is and where it came from, and none of the values in it', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'one', detail: 'in-clear' });
    const err = Object.assign(new TypeError('failed', { cause }), { parameters: ['in-clear'], password: 'in-clear' });
    expect(JSON.parse(logged({ err }))).toMatchObject({
      err: { type: 'TypeError', message: 'failed', cause: { type: 'Error', code: '23505', constraint: 'one' } },
    });
    expect(logged({ err })).not.toContain('in-clear');
  });

  it('holds nothing below its level', () => {
    expect(logged({}, 'warn')).toBe('');
    expect(logged({}, 'silent')).toBe('');
  });
});
