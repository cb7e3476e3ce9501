import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ensureBuild } from '@/services/bootstrap/ensure-build.mjs';
import { projectRoot } from '@/config/project-root';
import { startShops } from '@/services/shop-servers';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { createProduct } from '@/stores/postgres/products';
import { haproxyComplaints, startBalancer, type Balancer } from './haproxy';
import { throwAwayDatabase, type ThrowAwayDatabase } from './throw-away-database';
import { until } from './until';

const STOCK = 10_000;
const BUYERS = 8;

let home: ThrowAwayDatabase;
let database: OpenDatabase;
let shops: Awaited<ReturnType<typeof startShops>>;
let balancer: Balancer;
const stateDir = mkdtempSync(join(tmpdir(), 'stampede-balancer-'));
beforeAll(async () => {
  await ensureBuild(projectRoot());
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'test');
  shops = await startShops({ count: 2, firstPort: null, stateDir, databaseUrl: home.url, redis: { urls: inject('redisUrls') }, poolSize: 10, natsUrl: null });
  balancer = await startBalancer(shops.urls);
}, 120_000);
afterAll(async () => {
  await balancer.stop();
  await shops.stop();
  await database.close();
  await home.drop();
  rmSync(stateDir, { recursive: true, force: true });
});

const pidOf = async (url: string): Promise<number> => ((await (await fetch(`${url}/health`)).json()) as { pid: number }).pid;

describe('the balancer before the shops', () => {
  it('has a configuration that HAProxy takes', async () => {
    expect(await haproxyComplaints()).toBe('');
  });

  it('sells through both shops over connections that are kept, and goes on when one is killed', async () => {
    const { id: productId } = await createProduct({ db: database.db, redis: null }, { name: 'Balanced', price: '1.00', stock: STOCK, runId: null });
    const confirmed: number[] = [];
    const failures: string[] = [];
    const served = new Set<number>();
    let stop = false;
    const buyOn = async (buyer: number): Promise<void> => {
      while (!stop) {
        const response = await fetch(`${balancer.url}/api/buy-good`, { method: 'POST', body: JSON.stringify({ productId, userId: `buyer-${buyer}` }) }).catch(() => null);
        if (response?.status === 200) confirmed.push(((await response.json()) as { order: { id: number } }).order.id);
        else failures.push(response ? `${response.status} ${await response.text()}` : 'cut');
        if (confirmed.length % 10 === 0) served.add(await pidOf(balancer.url));
      }
    };
    const crowd = Promise.all(Array.from({ length: BUYERS }, (_, buyer) => buyOn(buyer)));
    await until('both have served', () => served.size === 2 && confirmed.length > 100);
    const victim = await pidOf(shops.urls[0] ?? '');
    process.kill(victim, 'SIGKILL');
    const before = confirmed.length;
    await until('purchases go on', () => confirmed.length > before + 200);
    stop = true;
    await crowd;
    // Those that the killed shop had in hand were lost with it, and nothing else: each buyer has one at a time.
    expect(failures.length, failures.join('\n')).toBeLessThanOrEqual(BUYERS);
    const orders = (await database.client<{ id: number }[]>`select id from orders where product_id = ${productId}`).map(({ id }) => id);
    for (const id of confirmed) expect(orders).toContain(id);
    expect(orders.length - confirmed.length).toBeLessThanOrEqual(failures.length);
    const [row] = await database.client`select stock from inventory where product_id = ${productId}`;
    expect(row).toEqual({ stock: STOCK - orders.length });
  });
});
