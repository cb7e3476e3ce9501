import { expect, test } from 'vitest';
import { confirmed } from '@/domain/purchase';
import type { Ended } from './buy';
import { countPurchase, countRefused, countResult, registry } from './metrics';

const bought: Ended = { kind: 'ended', outcome: confirmed(1, 0, new Date()), tally: { attempts: 1, lockWaits: 0 }, steps: undefined, replayed: false, lost: false };

const linesOf = async (strategy: string): Promise<string[]> =>
  (await registry().metrics()).split('\n').filter((line) => line.includes(`strategy="${strategy}"`));

test('a purchase is counted once, however often its order is replayed', async () => {
  countResult('replays', bought, 1);
  for (let time = 0; time < 3; time++) countResult('replays', { ...bought, replayed: true }, 1);
  const lines = await linesOf('replays');
  expect(lines).toContain('stampede_purchases_total{strategy="replays",outcome="confirmed"} 1');
  expect(lines).toContain('stampede_purchase_duration_seconds_count{strategy="replays"} 1');
});

test('every figure is up to date when it is read, and reading counts nothing twice', async () => {
  for (let sale = 0; sale < 3_000; sale++) countPurchase({ strategy: 'read', outcome: 'confirmed', durationMs: 4, retries: 2, lockWaits: 1 });
  countRefused('read', 40);
  const expected = [
    'stampede_purchases_total{strategy="read",outcome="confirmed"} 3000',
    'stampede_purchases_total{strategy="read",outcome="refused"} 1',
    'stampede_purchase_retries_total{strategy="read"} 6000',
    'stampede_purchase_lock_waits_total{strategy="read"} 3000',
    'stampede_purchase_duration_seconds_bucket{le="0.0025",strategy="read"} 0',
    'stampede_purchase_duration_seconds_bucket{le="0.005",strategy="read"} 3000',
    'stampede_purchase_duration_seconds_bucket{le="0.05",strategy="read"} 3001',
    'stampede_purchase_duration_seconds_count{strategy="read"} 3001',
  ];
  for (let time = 0; time < 2; time++) expect(await linesOf('read')).toEqual(expect.arrayContaining(expected));
  countPurchase({ strategy: 'read', outcome: 'sold-out', durationMs: 0, retries: 0 });
  expect(await linesOf('read')).toContain('stampede_purchase_duration_seconds_count{strategy="read"} 3002');
});
