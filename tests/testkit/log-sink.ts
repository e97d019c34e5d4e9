import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';

type LogLine = Record<string, unknown>;

const patienceMilliseconds = 10_000;

/** Where a gateway's log goes in a test: kept, and waited on without looking again and again. */
export class LogSink extends Writable {
  text = '';
  private readonly lines: LogLine[] = [];
  private readonly arrivals = new EventEmitter().setMaxListeners(0);

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const text = chunk.toString();
    this.text += text;
    for (const line of text.split('\n').filter(Boolean)) this.lines.push(JSON.parse(line));
    done();
    this.arrivals.emit('line');
  }

  /** Resolves the `count`-th line that holds all of the fields. */
  wait(fields: LogLine, count = 1): Promise<LogLine> {
    const matches = (line: LogLine) =>
      Object.entries(fields).every(([key, value]) => isDeepStrictEqual(line[key], value));
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.lines.filter(matches)[count - 1];
        if (!found) return;
        this.arrivals.off('line', look);
        clearTimeout(timer);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.arrivals.off('line', look);
        reject(
          new Error(`no ${count} log lines with ${JSON.stringify(fields)}; there are:\n${this.text.slice(-2_000)}`),
        );
      }, patienceMilliseconds);
      this.arrivals.on('line', look);
      look();
    });
  }
}
