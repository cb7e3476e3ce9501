import { describe, expect, test } from 'vitest';
import type { RunEvent } from '@/domain/run-event';
import { eventsOf, laneWith, reportOf } from '@/testing/run-fixtures';
import { encodeRunEvent } from './run-event-codec';
import { openRunFeed, type EventSourceLike } from './run-feed';

/** A line whose server is the test. */
function line() {
  const source: EventSourceLike & { closed: boolean; readyState: number } = {
    readyState: 1,
    closed: false,
    onopen: null,
    onmessage: null,
    onerror: null,
    close() {
      this.closed = true;
    },
  };
  const heard: RunEvent[] = [];
  const statuses: string[] = [];
  const urls: string[] = [];
  const stop = openRunFeed('a b', { onEvent: (event) => heard.push(event), onStatus: (status) => statuses.push(status) }, (url) => {
    urls.push(url);
    return source;
  });
  const say = (event: RunEvent) => source.onmessage?.(new MessageEvent('message', { data: encodeRunEvent(event) }));
  return { source, heard, statuses, urls, stop, say };
}

describe('run feed', () => {
  test('hangs up after the last event, so that the browser does not reconnect for ever', () => {
    const { source, heard, statuses, urls, say } = line();
    const [queued, finished] = eventsOf({ kind: 'queued', ahead: 0 }, { kind: 'finished', report: reportOf([laneWith()]) });
    if (!queued || !finished) throw new Error('two events');
    say(queued);
    expect(source.closed).toBe(false);
    say(finished);
    expect(source.closed).toBe(true);
    expect(heard.map(({ kind }) => kind)).toEqual(['queued', 'finished']);
    expect(statuses.at(-1)).toBe('ended');
    expect(urls).toEqual(['/api/floods/a%20b/events']);
  });

  test('distinguishes a connection that comes back from one that the server refused', () => {
    const { source, statuses } = line();
    source.readyState = 0;
    source.onerror?.(new Event('error'));
    source.readyState = 2;
    source.onerror?.(new Event('error'));
    expect(statuses.slice(1)).toEqual(['reconnecting', 'gone']);
  });
});
