import { beforeAll, describe, expect, inject, it } from 'vitest';
import { judge, runLastItem, type LastItemReport } from '@/tools/last-item/last-item';
import { openDatabase } from '@/stores/postgres/database';
import { runCommand } from '@/testing/cli';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let env: Record<string, string>;
beforeAll(async () => {
  web = await sharedWeb();
  env = { DATABASE_URL: web.databaseUrl, REDIS_URLS: inject('redisUrls').join(','), SHOP_URLS: web.shopUrls.join(',') };
}, 600_000);

describe('last-item demo: a command that anyone can run', () => {
  it('one unit, 100 simultaneous buyers: exactly 1 succeeds and 99 fail', async () => {
    const { code, stdout } = await runCommand(['last-item', '--json'], env);
    const report = JSON.parse(stdout) as LastItemReport;
    expect(report).toMatchObject({ verdict: 'pass', buyers: 100, outcomes: { confirmed: 1, 'sold-out': 99, 'gave-up': 0, unknown: 0 }, ordersStored: 1, stockLeft: 0, pages: null });
    expect(code).toBe(0);
    const database = openDatabase(web.databaseUrl, 'last item test');
    const orders = await database.client`select quantity from orders where product_id = ${report.product.id}`;
    await database.close();
    expect([...orders]).toEqual([{ quantity: 1 }]);
  });

  it('sells it again after a reset, also with a strategy that counts units elsewhere', async () => {
    for (const strategy of ['skip-locked', 'redis-lua', 'conditional-update']) {
      const { code, stdout } = await runCommand(['last-item', '--json', '--buyers', '40', '--strategy', strategy], env);
      expect(JSON.parse(stdout)).toMatchObject({ strategy, verdict: 'pass', ordersStored: 1 });
      expect(code).toBe(0);
    }
  });

  it('every open page shows the reset and then the 0, without reloading', async () => {
    const job = { ...web, redisUrls: inject('redisUrls'), webUrl: web.url, strategyId: 'conditional-update', buyers: 100, pages: 20 };
    // The second time the product is sold out before, so the reset is a visible change.
    await runLastItem(job);
    const report = await runLastItem(job);
    expect(report).toMatchObject({ verdict: 'pass', pages: { open: 20, resetSeenMs: expect.any(Number) as number, soldOutSeenMs: expect.any(Number) as number } });
  });

  it('shows what the bad shop does with one unit', async () => {
    const { stdout } = await runCommand(['last-item', '--json', '--strategy', 'naive'], env);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'violated', exitCode: 0 });
  });

  it('refuses impossible arguments with 64, and sells nothing', async () => {
    const { code, stderr } = await runCommand(['last-item', '--strategy', '__proto__', '--buyers', '1', '--pages', '0'], env);
    expect(code).toBe(64);
    for (const word of ['__proto__', '--buyers', '--pages', 'Nothing was sold']) expect(stderr).toContain(word);
  });
});

describe('the verdict on the last item', () => {
  const sold = { buyers: 100, outcomes: { confirmed: 1, 'sold-out': 99, 'gave-up': 0, unknown: 0 }, ordersStored: 1, stockLeft: 0 };

  it('is a violation when two have it, or a confirmation has no order', () => {
    expect(judge({ ...sold, ordersStored: 2, outcomes: { ...sold.outcomes, confirmed: 2, 'sold-out': 98 } }, 'safe').exitCode).toBe(1);
    expect(judge({ ...sold, ordersStored: 0 }, 'safe').exitCode).toBe(1);
    expect(judge({ ...sold, stockLeft: -1 }, 'safe').exitCode).toBe(1);
  });

  it('is undecided when an outcome is unknown', () => {
    expect(judge({ ...sold, outcomes: { ...sold.outcomes, 'sold-out': 98, unknown: 1 } }, 'safe').exitCode).toBe(2);
    expect(judge({ ...sold, outcomes: { confirmed: 0, 'sold-out': 100, 'gave-up': 0, unknown: 0 }, ordersStored: 0, stockLeft: 1 }, 'safe').exitCode).toBe(2);
  });

  it('is a failed control when an unsafe strategy sold it once', () => {
    expect(judge(sold, 'unsafe').exitCode).toBe(3);
  });
});
