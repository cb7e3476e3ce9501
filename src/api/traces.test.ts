import { request as rawRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import postgres from 'postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { lastRead } from '@/domain/read-by';
import type { RunDetail } from '@/domain/run-event';
import type { LaneTrace, TraceRef } from '@/domain/trace';
import { traceReply, tracesReply } from '@/api/schemas/replies';
import { apiClient, NO_RUN, refusal, SMALL_FLOOD, type ApiClient } from '@/testing/api-client';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let api: ApiClient;
let runId: string;
const STRATEGIES = ['naive', 'for-update:nowait'];
beforeAll(async () => {
  web = await sharedWeb();
  api = apiClient(web.url);
  const run = await api.flood({ ...SMALL_FLOOD, strategies: STRATEGIES });
  await api.eventsOf(run.id);
  runId = run.id;
}, 600_000);

const tracePath = (strategy: string, query = '') => `/api/floods/${runId}/traces/${strategy}${query}`;

describe('the traces of a run', () => {
  test('exist for every lane, also of variants, before the lane is reported as finished', async () => {
    const listed = (await (await api.call(`/api/floods/${runId}/traces`)).json()) as TraceRef[];
    expect(tracesReply.parse(listed)).toEqual(STRATEGIES.map((strategy) => ({ strategy, repeat: 1, purchaseCount: 60, keptCount: 60 })).sort((a, b) => (a.strategy < b.strategy ? -1 : 1)));
    for (const strategy of STRATEGIES) {
      const trace = traceReply.parse(await (await api.call(tracePath(strategy, '?repeat=1'))).json());
      expect(trace).toMatchObject({ runId, strategy, repeat: 1, stock: 5, quantity: 1, purchaseCount: 60 });
      expect(trace.purchases).toHaveLength(60);
    }
    expect(((await (await api.call(tracePath('for-update%3Anowait'))).json()) as LaneTrace).strategy).toBe('for-update:nowait');
  });

  test('contain every purchase with its steps, in the order in which they were sent, on the clock of the lane', async () => {
    const { purchases, orders } = (await (await api.call(tracePath('naive'))).json()) as LaneTrace;
    const run = (await (await api.call(`/api/floods/${runId}`)).json()) as RunDetail;
    const durationMs = run.report?.lanes.find(({ strategy }) => strategy === 'naive')?.durationMs ?? 0;
    for (const [index, { invokedMs, returnedMs, steps, outcome }] of purchases.entries()) {
      expect(invokedMs).toBeGreaterThanOrEqual(purchases[index - 1]?.invokedMs ?? 0);
      expect(returnedMs).toBeLessThanOrEqual(durationMs + 1);
      for (const { startMs, endMs } of steps) expect([startMs >= invokedMs, endMs >= startMs, endMs <= returnedMs]).toEqual([true, true, true]);
      if (outcome === 'confirmed') expect(lastRead(steps)?.stock).toBeGreaterThan(0);
    }
    expect(orders.map(({ id }) => id)).toEqual(purchases.flatMap(({ orderId }) => orderId ?? []).sort((a, b) => a - b));
  });

  test('are gzipped for a client that accepts it, and plain for others', async () => {
    const [packed, plain] = await Promise.all([raw(tracePath('naive'), 'gzip, deflate'), raw(tracePath('naive'), 'gzip;q=0, identity')]);
    expect([packed.encoding, plain.encoding]).toEqual(['gzip', undefined]);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  });

  test('that are missing are answered with a code', async () => {
    expect(await refusal(await api.call(tracePath('redlock')))).toMatchObject({ status: 404, code: 'no_trace' });
    expect(await refusal(await api.call(tracePath('naive', '?repeat=2')))).toMatchObject({ status: 404, code: 'no_trace' });
    expect(await refusal(await api.call(tracePath('%00')))).toMatchObject({ status: 404 });
    expect(await refusal(await api.call(tracePath('naive', '?repeat=x')))).toMatchObject({ status: 400, code: 'invalid' });
    expect(await refusal(await api.call(`/api/floods/${NO_RUN}/traces`))).toMatchObject({ status: 404, code: 'not_found' });
    expect(await refusal(await api.call(`/api/floods/${NO_RUN}/traces/naive`))).toMatchObject({ status: 404, code: 'no_trace' });
    const client = postgres(web.databaseUrl, { max: 1 });
    // As for a run so old that its traces are gone.
    await client`delete from trace where strategy = 'for-update:nowait'`.finally(() => client.end());
    expect(await refusal(await api.call(tracePath('for-update:nowait')))).toMatchObject({ status: 404, code: 'no_trace' });
    expect(await (await api.call(`/api/floods/${runId}/traces`)).json()).toHaveLength(1);
  });
});

/** `fetch` unpacks by itself; this does not. */
function raw(path: string, accept: string): Promise<{ encoding: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = rawRequest(new URL(path, web.url), { headers: { 'accept-encoding': accept } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject).end();
  });
}
