import { describe, expect, test } from 'vitest';
import { mailbox } from './mailbox';

describe('mailbox', () => {
  test('keeps only the newest item of a key for a reader who sleeps', async () => {
    const stop = new AbortController();
    const box = mailbox<string>(stop.signal);
    for (let n = 1; n <= 10_000; n++) box.put('watching', `w${n}`);
    box.put('run', 'r');
    const read: string[] = [];
    for await (const item of box) if (read.push(item) === 2) break;
    expect(read).toEqual(['w10000', 'r']);
  });

  test('wakes a reader who waits', async () => {
    const stop = new AbortController();
    const box = mailbox<string>(stop.signal);
    const next = box[Symbol.asyncIterator]().next();
    box.put('a', 'news');
    expect(await next).toEqual({ done: false, value: 'news' });
  });

  test('ends when it is aborted, also for a reader who waits', async () => {
    const stop = new AbortController();
    const next = mailbox<string>(stop.signal)[Symbol.asyncIterator]().next();
    stop.abort();
    expect((await next).done).toBe(true);
  });
});
