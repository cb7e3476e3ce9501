import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { waitUntil } from '@/domain/wait-until';
import { ensureBuild } from './bootstrap/ensure-build.mjs';
import { temporaryStateDir } from '@/testing/launcher-process';
import { ServiceMissingError } from './service-missing-error';
import { askShop } from './shop-health';
import { startShops, type ShopOptions, type ShopServers } from './shop-servers';

let options: ShopOptions;
let remove: () => void;
let shops: ShopServers | null = null;

beforeEach(async () => {
  await ensureBuild(projectRoot());
  const { stateDir, remove: removeIt } = temporaryStateDir();
  remove = removeIt;
  const redis = { urls: inject('redisUrls') };
  options = { count: 2, firstPort: null, stateDir, databaseUrl: inject('databaseUrl'), redis, poolSize: 2, natsUrl: null };
});
afterEach(async () => {
  await shops?.stop();
  shops = null;
  remove();
});

const allAnswer = async (urls: readonly string[]) =>
  (await Promise.all(urls.map(askShop))).every((answer) => answer?.ok === true);

it('restarts the shops on their ports, even if they are revived in the meantime', async () => {
  shops = await startShops(options);
  const { urls, restart, revive } = shops;
  const [, revived] = await Promise.all([restart(), revive(), restart(), revive()]);
  expect(revived).toBe(0);
  expect(await allAnswer(urls)).toBe(true);
});

it('leaves no shop running if one cannot start, and shows its log', async () => {
  const wrong = startShops({ ...options, databaseUrl: 'nonsense' });
  await expect(wrong).rejects.toThrow(ServiceMissingError);
  await expect(wrong).rejects.toThrow(/did not begin to listen[^]*a URL like postgres/);
});

it('stops the shops, so that none answers any more', async () => {
  shops = await startShops(options);
  const [url = ''] = shops.urls;
  await shops.stop();
  await waitUntil('the shop is gone', async () => (await askShop(url)) === null, { within: 5_000 });
});
