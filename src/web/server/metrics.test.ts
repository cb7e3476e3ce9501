import { afterAll, beforeAll, expect, test } from 'vitest';
import { WARM_UP_READS, WARM_UP_SALES } from '@/flood/run-lane';
import { apiClient, type ApiClient } from '@/testing/api-client';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

let web: WebUnderTest;
let api: ApiClient;
beforeAll(async () => {
  web = await startWebUnderTest({ env: { STAMPEDE_SLOW_MS: '1' } });
  api = apiClient(web.url);
}, 300_000);
afterAll(() => web.stop());

const metrics = async (): Promise<string> => (await api.call('/api/metrics')).text();

/** The sum over all replicas of what matches. */
const sum = (text: string, name: string, ...labels: string[]): number =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
    .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);

test('after a flood the counters of the shops add up to its report, and to the rehearsal before each lane', async () => {
  const run = await api.flood({ strategies: ['naive', 'optimistic-version', 'for-update'], stock: 10, buyers: 200, concurrency: 40, thinkMs: 5 });
  const { events } = await api.eventsOf(run.id);
  const last = events.at(-1);
  if (last?.kind !== 'finished') throw new Error('The flood did not finish.');
  const text = await metrics();
  expect(last.report.lanes).toHaveLength(3);
  for (const { strategy, confirmed, soldOut, gaveUp } of last.report.lanes) {
    const of = (outcome: string): number => sum(text, 'stampede_purchases_total', `strategy="${strategy}"`, `outcome="${outcome}"`);
    expect({ confirmed: of('confirmed'), soldOut: of('sold-out'), gaveUp: of('gave-up') }, strategy).toEqual({ confirmed: confirmed + WARM_UP_SALES, soldOut: soldOut + WARM_UP_READS, gaveUp });
    expect(sum(text, 'stampede_purchase_duration_seconds_count', `strategy="${strategy}"`)).toBe(200 + WARM_UP_SALES + WARM_UP_READS);
  }
  expect(sum(text, 'stampede_purchase_retries_total', 'strategy="optimistic-version"')).toBeGreaterThan(0);
  expect(sum(text, 'stampede_shop_up')).toBe(2);
  expect(sum(text, 'stampede_floods_total', `verdict="${last.report.verdict}"`)).toBe(1);
  for (const replica of ['web', '1', '2']) expect(text).toContain(`stampede_pool_connections{replica="${replica}",state="waiting"} 0`);
});

test('the web counts requests by the beginning of their address, and a stranger makes no metrics', async () => {
  for (let n = 0; n < 100; n++) await (await api.call(`/api/made-up-${n}`)).text();
  await (await api.call('/api/floods')).text();
  const text = await metrics();
  expect(sum(text, 'stampede_http_requests_total', 'route="/api/floods"', 'method="GET"', 'status="200"')).toBeGreaterThan(0);
  expect(sum(text, 'stampede_http_requests_total', 'route="none"', 'status="404"')).toBeGreaterThanOrEqual(100);
  expect(text).not.toContain('made-up');
});
