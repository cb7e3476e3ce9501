import { expect, test } from 'vitest';
import { counted, registry } from './metrics';
import type { ShopReply } from './shop-reply';

const bought: ShopReply = { status: 200, headers: {}, body: '{}', told: { outcome: 'confirmed', retries: 0, lockWaits: 0 } };

test('a purchase is counted once, however often its order is told again', async () => {
  await counted('metrics-test', () => Promise.resolve(bought));
  for (let time = 0; time < 3; time++) await counted('metrics-test', () => Promise.resolve({ ...bought, toldAgain: true }));
  const lines = (await registry().metrics()).split('\n').filter((line) => line.includes('metrics-test') && line.includes('confirmed'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => line.endsWith(' 1'))).toBe(true);
});
