import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { apiClient, NO_RUN, refusal, type ApiClient } from '@/testing/api-client';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';
import type { ExplorationState } from '@/lab/exploration-registry';

let web: WebAddress;
let api: ApiClient;
beforeAll(async () => {
  web = await sharedWeb();
  api = apiClient(web.url);
}, 600_000);

const find = async (id: string): Promise<ExplorationState> => (await (await api.call(`/api/explorations/${id}`)).json()) as ExplorationState;

async function start(body: unknown): Promise<ExplorationState> {
  const response = await api.post('/api/explorations', body);
  expect(response.status).toBe(202);
  const state = (await response.json()) as ExplorationState;
  expect(response.headers.get('location')).toBe(`/api/explorations/${state.id}`);
  return state;
}

async function ended(id: string): Promise<ExplorationState> {
  await waitUntil('the search has ended', async () => (await find(id)).status !== 'running', { within: 120_000 });
  return find(id);
}

describe('a search of all schedules', { timeout: 150_000 }, () => {
  test('reports its progress, every schedule, and the shortest bad one', async () => {
    const begun = await start({ strategy: 'naive', seconds: 300 });
    expect(begun).toMatchObject({
      status: 'running',
      setup: { strategy: 'naive', buyers: 2, stock: 1, quantity: 1, replicas: 2 },
      bounds: { schedules: 20_000, seconds: 300, seed: 1, expiries: 0 },
      exploration: null,
      failure: null,
    });
    const { status, exploration } = await ended(begun.id);
    expect(status).toBe('finished');
    expect(exploration).toMatchObject({ schedules: 20, violated: 18, class: 'unsafe', verdict: 'violated', coverage: { exhaustive: true }, shortest: { switches: 2 } });
    expect(exploration?.orders).toHaveLength(20);
    expect(exploration?.orders.map(({ switches }) => switches)).toEqual(exploration?.orders.map(({ switches }) => switches).sort((one, other) => one - other));
    expect(exploration?.shortest?.transcript[1]).toBe(`schedule ${exploration?.shortest?.schedule ?? ''}`);
  });

  test('lets locks expire as often as requested, and by default if a lock is too short', async () => {
    const usual = await start({ strategy: 'setnx-no-token', schedules: 1 });
    const never = await start({ strategy: 'setnx-no-token', schedules: 1, expiries: 0 });
    expect([usual.bounds.expiries, never.bounds.expiries]).toEqual([1, 0]);
    expect([(await ended(usual.id)).status, (await ended(never.id)).status]).toEqual(['finished', 'finished']);
  });

  test('is cancelled once, and says so; then there is nothing to cancel', async () => {
    const { id } = await start({ strategy: 'serializable', buyers: 4, schedules: 20_000, seconds: 300 });
    expect((await api.call(`/api/explorations/${id}`, { method: 'DELETE' })).status).toBe(204);
    const { status, exploration } = await ended(id);
    expect([status, exploration]).toEqual(['failed', null]);
    expect(await refusal(await api.call(`/api/explorations/${id}`, { method: 'DELETE' }))).toMatchObject({ status: 404, code: 'not_found', message: `No search ${id} is under way, so nothing was cancelled.` });
  });

  test('is refused while the maximum number of searches is under way', async () => {
    const busy = { strategy: 'serializable', buyers: 4, schedules: 20_000, seconds: 300 };
    const running = [await start(busy), await start(busy)];
    const response = await api.post('/api/explorations', busy);
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect(await refusal(response)).toMatchObject({ status: 429, code: 'too_many_labs' });
    for (const { id } of running) {
      await api.call(`/api/explorations/${id}`, { method: 'DELETE' });
      await ended(id);
    }
  });
});

describe('an impossible search', () => {
  test('is refused with all faults by name, and nothing is started', async () => {
    const refused = await refusal(await api.post('/api/explorations', { strategy: 'nix', buyers: 5, stock: -1, quantity: 0, replicas: 9, expiries: 4, schedules: 0, seconds: 301, seed: -1, extra: 1 }));
    expect(refused).toMatchObject({ status: 400, code: 'invalid' });
    expect(refused.details?.map(({ name }) => name).sort()).toEqual(['buyers', 'expiries', 'extra', 'quantity', 'replicas', 'schedules', 'seconds', 'seed', 'stock', 'strategy']);
    expect(await refusal(await api.post('/api/explorations', '{'))).toMatchObject({ status: 400, code: 'bad_json' });
  });

  test('is not found, whether its id is well-formed or not', async () => {
    expect(await refusal(await api.call(`/api/explorations/${NO_RUN}`))).toMatchObject({ status: 404, code: 'not_found' });
    expect(await refusal(await api.call('/api/explorations/nix'))).toMatchObject({ status: 404, code: 'not_found' });
    expect((await api.call(`/api/explorations/${NO_RUN}`, { method: 'DELETE' })).status).toBe(404);
  });

  test('is not started by another site', async () => {
    expect((await api.post('/api/explorations', { strategy: 'naive' }, { origin: 'http://evil.example' })).status).toBe(403);
  });
});
