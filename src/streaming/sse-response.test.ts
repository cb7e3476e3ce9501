import { describe, expect, test } from 'vitest';
import type { SseMessage } from './sse';
import { sseResponse, sseStream } from './sse-response';

const never = new AbortController().signal;

async function* counting(limit: number, made: { last: number }): AsyncGenerator<SseMessage> {
  for (let n = 1; n <= limit; n++) {
    made.last = n;
    yield await Promise.resolve({ id: n, data: String(n) });
  }
}

/** Says nothing until its reader has gone. */
async function* silent(signal: AbortSignal, log: string[]): AsyncGenerator<SseMessage> {
  try {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    yield* [];
  } finally {
    log.push('closed');
  }
}

/** Has a message at once, then waits at its `yield`, where no signal reaches it. */
async function* eager(log: string[]): AsyncGenerator<SseMessage> {
  try {
    yield await Promise.resolve({ data: 'news' });
    yield { data: 'more' };
  } finally {
    log.push('closed');
  }
}

/** Like a generator, but has something to clean up before anything was asked of it. */
const openFromTheStart = (log: string[]): AsyncIterable<SseMessage> => ({
  [Symbol.asyncIterator]: () => ({
    next: () => Promise.resolve({ done: false, value: { data: 'news' } }),
    return: () => {
      log.push('closed');
      return Promise.resolve({ done: true, value: undefined });
    },
  }),
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the SSE response', () => {
  test('ends when its source ends, with every message in it', async () => {
    const response = sseResponse(() => counting(3, { last: 0 }), never);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toContain('no-transform');
    const text = await response.text();
    expect(text.match(/^id: \d$/gm)).toEqual(['id: 1', 'id: 2', 'id: 3']);
  });

  test('makes no more than a slow reader takes', async () => {
    const made = { last: 0 };
    const reader = sseStream(() => counting(100_000, made), never, 60_000).getReader();
    for (let n = 0; n < 5; n++) await reader.read();
    await settled();
    expect(made.last).toBeLessThan(10);
    await reader.cancel();
  });

  test('sends a heartbeat while nothing happens', async () => {
    const log: string[] = [];
    const reader = sseStream((signal) => silent(signal, log), never, 5).getReader();
    const texts = [await reader.read(), await reader.read()].map(({ value }) => new TextDecoder().decode(value));
    expect(texts[0]).toMatch(/^retry:/);
    expect(texts[1]).toMatch(/^:/);
    await reader.cancel();
  });

  test('cancels its source when the reader cancels', async () => {
    const log: string[] = [];
    const reader = sseStream((signal) => silent(signal, log), never, 60_000).getReader();
    await reader.read();
    const reading = reader.read();
    await reader.cancel();
    expect((await reading).done).toBe(true);
    await expect.poll(() => log).toEqual(['closed']);
  });

  test('cleans up after a source whose reader never read and hangs up', async () => {
    const log: string[] = [];
    await sseStream(() => openFromTheStart(log), never, 60_000).cancel();
    expect(log).toEqual(['closed']);
  });

  test('cleans up after a source that waits at its yield for a reader who stopped reading', async () => {
    const log: string[] = [];
    const reader = sseStream(() => eager(log), never, 60_000).getReader();
    await reader.read();
    await settled();
    await reader.cancel();
    await expect.poll(() => log).toEqual(['closed']);
  });

  test('cleans up after such a source also when the request is aborted', async () => {
    const log: string[] = [];
    const request = new AbortController();
    const reader = sseStream(() => eager(log), request.signal, 60_000).getReader();
    await reader.read();
    await settled();
    request.abort();
    await expect.poll(() => log).toEqual(['closed']);
  });

  test('closes and cancels its source when the request is aborted', async () => {
    const log: string[] = [];
    const request = new AbortController();
    const reader = sseStream((signal) => silent(signal, log), request.signal, 60_000).getReader();
    await reader.read();
    const next = reader.read();
    request.abort();
    expect((await next).done).toBe(true);
    await expect.poll(() => log).toEqual(['closed']);
  });

  test('is closed from the start for a request that was aborted before', async () => {
    const reader = sseStream((signal) => silent(signal, []), AbortSignal.abort(), 60_000).getReader();
    expect((await reader.read()).done).toBe(true);
  });
});
