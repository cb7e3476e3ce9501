import { Writable } from 'node:stream';
import { openLog, type Log } from '@/shop/log';

/** A log for tests that collects its lines as objects. */
export function readableLog(): { log: Log; lines: Record<string, unknown>[]; text: () => string } {
  const lines: Record<string, unknown>[] = [];
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { log: openLog({ name: 'test', level: 'info' }, to), lines, text: () => JSON.stringify(lines) };
}
