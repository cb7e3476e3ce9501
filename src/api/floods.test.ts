import { beforeAll, describe, expect, test } from 'vitest';
import { isLastEvent, type RunDetail, type RunSummary } from '@/domain/run-event';
import { waitUntil } from '@/domain/wait-until';
import { apiClient, SMALL_FLOOD, type ApiClient } from '@/testing/api-client';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let api: ApiClient;
beforeAll(async () => {
  web = await sharedWeb();
  api = apiClient(web.url);
}, 600_000);

describe('a flood', () => {
  test('streams all its events, to late readers too, and from where a reader stopped', async () => {
    const run = await api.flood(SMALL_FLOOD);
    const { ids, events } = await api.eventsOf(run.id);
    expect(events.map(({ kind }) => kind)).toContain('started');
    expect(events.at(-1)?.kind).toBe('finished');
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);

    expect((await api.eventsOf(run.id)).ids).toEqual(ids);
    const middle = ids[Math.floor(ids.length / 2)] ?? 0;
    expect((await api.eventsOf(run.id, { 'last-event-id': String(middle) })).ids).toEqual(ids.filter((id) => id > middle));

    const detail = (await (await api.call(`/api/floods/${run.id}`)).json()) as RunDetail;
    expect(detail.status).toBe('finished');
    const [naive, fixed] = detail.report?.lanes ?? [];
    expect([naive, fixed].map((lane) => lane?.verdict).sort()).toEqual(['pass', 'violated']);
    const listed = (await (await api.call('/api/floods?limit=1')).json()) as RunSummary[];
    expect(listed.map(({ id }) => id)).toEqual([run.id]);
  });

  test('can be cancelled, and then ends as failed', async () => {
    const run = await api.flood({ ...SMALL_FLOOD, buyers: 20_000, thinkMs: 20 });
    expect((await api.call(`/api/floods/${run.id}`, { method: 'DELETE' })).status).toBe(204);
    const { events } = await api.eventsOf(run.id);
    expect(events.filter(isLastEvent)).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'cancelled' } });
    expect((await api.call(`/api/floods/${run.id}`, { method: 'DELETE' })).status).toBe(404);
  });

  test('is announced to all open pages, with their number', async () => {
    const listening = new AbortController();
    const heard: string[] = [];
    const listen = async () => {
      const { body } = await api.call('/api/live', { signal: listening.signal });
      const heardHere = heard.push('') - 1;
      for await (const text of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) heard[heardHere] = `${heard[heardHere] ?? ''}${text}`;
    };
    const ended = Promise.allSettled([listen(), listen()]);
    await waitUntil('both are counted', () => heard.length === 2 && heard.every((text) => text.includes('"count":2')));
    const run = await api.flood(SMALL_FLOOD);
    await waitUntil('both hear it end', () => heard.every((text) => text.includes(run.id) && text.includes('"status":"finished"')));
    listening.abort();
    await ended;
  });
});
