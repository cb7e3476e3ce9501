import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copySources, smallFlood, type BrokenSources } from './broken-sources';

/**
 * The point of the whole project: a strategy without its guard must not pass the gate, and neither may a control
 * that has been repaired. One case of each here; every guard in `broken-guards.long.test.ts`.
 */
let sources: BrokenSources;
beforeAll(async () => {
  sources = await copySources();
});
afterAll(() => sources.remove());

/** The same sale in one guarded statement. */
const ATOMIC = `const order = await shop.sell('sell')\`
      update inventory set stock = stock - \${quantity} where product_id = \${productId} and stock >= \${quantity} returning stock
    \`;
    if (!order) return soldOut();
    return confirmed(order);`;

describe('the gate', () => {
  it('ends with 1 when for-update loses FOR UPDATE', { timeout: 120_000 }, async () => {
    const { code, stderr } = await sources.runWith('strategies/for-update.ts', /for update .*$/m, '', smallFlood('for-update'));
    expect(code, stderr).toBe(1);
    expect(stderr).toContain('for-update should have held and did not');
  });

  it('ends with 3 when naive is made correct', { timeout: 120_000 }, async () => {
    const { code, stderr } = await sources.runWith('strategies/naive.ts', /const remaining = [\s\S]*?return confirmed\(order, remaining\);/, ATOMIC, smallFlood('naive'));
    expect(code, stderr).toBe(3);
    expect(stderr).toContain('proves nothing');
  });
});
