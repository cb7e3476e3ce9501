import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MatrixReport } from '@/domain/matrix';
import type { StrategyInfo } from '@/domain/strategy';
import { waitUntil } from '@/domain/wait-until';
import { apiClient, SMALL_FLOOD, type ApiClient } from '@/testing/api-client';
import { STRATEGIES } from '@/strategies/registry';
import { matrixWith } from '@/testing/matrix-fixtures';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let api: ApiClient;
beforeAll(async () => {
  web = await sharedWeb();
  api = apiClient(web.url);
}, 600_000);

async function putOnSale(stock: number): Promise<number> {
  const created = await api.post('/api/inventory', { name: 'Seat', stock });
  return ((await created.json()) as { id: number }).id;
}

const left = async (productId: number): Promise<number> => ((await (await api.call(`/api/stock/${productId}`)).json()) as { stock: number }).stock;

describe('the family, through the web', () => {
  test('is listed whole, each strategy with its variants', async () => {
    const listed = (await (await api.call('/api/strategies')).json()) as StrategyInfo[];
    expect(listed.map(({ id }) => id)).toEqual(STRATEGIES.map(({ id }) => id));
    expect(listed.find(({ id }) => id === 'for-update')?.variants.map(({ id }) => id)).toContain('for-update:nowait');
  });

  test('sells one product through each of them, one after another, whichever stock model each uses', async () => {
    const productId = await putOnSale(STRATEGIES.length + 2);
    let expected = STRATEGIES.length + 2;
    const listed = (await (await api.call('/api/strategies')).json()) as StrategyInfo[];
    for (const { id, endpoint } of listed) {
      const answer = await api.post(endpoint, { productId, userId: `buyer-${id}` });
      expected -= 1;
      expect({ id, status: answer.status, body: (await answer.json()) as unknown }).toMatchObject({ id, status: 200, body: { order: { productId, remaining: expected } } });
      expect(await left(productId), id).toBe(expected);
    }
    expect((await api.post(`/api/inventory/${productId}/reset`, {})).status).toBe(200);
    expect(await left(productId)).toBe(STRATEGIES.length + 2);
  });

  test('sells through a variant at its own address, and a cart only through a strategy that buys carts', async () => {
    const [first, second] = [await putOnSale(2), await putOnSale(2)];
    expect((await api.post('/api/buy-good/for-update:no-key', { productId: first, userId: 'ann' })).status).toBe(200);
    expect((await api.post('/api/buy-good/for-update:cart-in-order', { productId: first, userId: 'ann', cart: [second, first] })).status).toBe(200);
    expect([await left(first), await left(second)]).toEqual([0, 1]);
    for (const [path, cart] of [['/api/buy-good/for-update', [first, second]], ['/api/buy-good/for-update:cart-in-order', [second]], ['/api/buy-good/for-update:cart-in-order', [first, first]]] as const) {
      expect((await api.post(path, { productId: first, userId: 'ann', cart })).status).toBe(400);
    }
  });
});

describe('faults, through the web', () => {
  test('are listed with the reason why they are not available here', async () => {
    const faults = (await (await api.call('/api/faults')).json()) as { name: string; unavailable: string | null }[];
    expect(faults.find(({ name }) => name === 'kill-replica')?.unavailable).toBeNull();
    // In this test only the shops are Stampede's own services.
    expect(faults.find(({ name }) => name === 'restart-postgres')?.unavailable).toContain('given by DATABASE_URL');
  });

  test('are refused on servers from the environment, and nothing is stored', async () => {
    const before: unknown = await (await api.call('/api/floods')).json();
    const refused = await api.post('/api/floods', { ...SMALL_FLOOD, fault: 'restart-postgres' });
    expect({ status: refused.status, body: (await refused.json()) as unknown }).toMatchObject({ status: 409, body: { error: { code: 'fault_refused' } } });
    expect((await api.post('/api/floods', { ...SMALL_FLOOD, fault: 'meteor' })).status).toBe(400);
    expect(await (await api.call('/api/floods')).json()).toEqual(before);
  });

  test('never reach a purchase of the web, which ignores the header', async () => {
    const productId = await putOnSale(1);
    const answer = await api.post('/api/buy-good', { productId, userId: 'eve' }, { 'x-stampede-fault': 'kill@think' });
    expect(answer.status).toBe(200);
    expect((await api.call('/api/health')).status).toBe(200);
  });
});

test('the guarantees are those of the last matrix of this machine', async () => {
  const report: MatrixReport = matrixWith();
  writeFileSync(join(web.stateDir, 'guarantees.json'), JSON.stringify(report));
  await waitUntil('it is served', async () => (await api.call('/api/guarantees')).status === 200);
  expect(await (await api.call('/api/guarantees')).json()).toEqual(report);
});
