import { describe, expect, it } from 'vitest';
import { machineClock } from '@/domain/monotonic-clock';
import { DEFAULT_PLAN, type FloodPlan } from '@/domain/plan';
import { waitUntil } from '@/domain/wait-until';
import type { Answer, Buy } from './buy';
import { crowd } from './crowd';
import { floodLane } from './flood-lane';
import type { Recorder } from './recorder';

const plan = (over: Partial<FloodPlan>): FloodPlan => ({ ...DEFAULT_PLAN, buyers: 50, concurrency: 5, ...over });
const answer: Answer = { outcome: 'confirmed', orderId: 1, remaining: 1, attempts: 1, lockWaits: 0, replica: 0, steps: [] };

/** A shop whose customers are answered when the test says so. */
function heldShop() {
  const waiting: (() => void)[] = [];
  let inside = 0;
  let peak = 0;
  const buy: Buy = async () => {
    peak = Math.max(peak, ++inside);
    await new Promise<void>((resolve) => waiting.push(resolve));
    inside -= 1;
    return answer;
  };
  return { buy, waiting, peak: () => peak, serveAll: () => waiting.splice(0).map((serve) => serve()).length };
}

const run = (over: Partial<FloodPlan>, buy: Buy, signal = new AbortController().signal, onProgress: (recorder: Recorder) => void = () => undefined) =>
  floodLane({ plan: plan(over), seed: 1, buy, clock: machineClock, signal, onProgress });

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('arrivals', () => {
  it('keep a closed loop at its concurrency, and send every buyer once', async () => {
    const shop = heldShop();
    const lane = run({}, shop.buy);
    for (let served = 0; served < 50; ) {
      served += shop.serveAll();
      await nextTurn();
    }
    const { recorder } = await lane;
    expect(shop.peak()).toBe(5);
    expect(new Set(recorder.purchases.map(({ buyerId }) => buyerId)).size).toBe(50);
  });

  it('release a burst at one barrier: all are inside before anybody is answered', async () => {
    const shop = heldShop();
    const lane = run({ arrivals: 'burst' }, shop.buy);
    expect(shop.waiting).toHaveLength(50);
    shop.serveAll();
    const { recorder } = await lane;
    expect(new Set(recorder.purchases.map(({ intendedMs }) => intendedMs)).size).toBe(1);
    expect(recorder.lastInvokedMs - (recorder.firstInvokedMs ?? 0)).toBeGreaterThanOrEqual(0);
  });

  it('drop and count the open-loop arrivals that find no room, and time the others from the intended moment', async () => {
    const shop = heldShop();
    let dropped = 0;
    const lane = run({ arrivals: 'open-loop', ratePerSecond: 5_000 }, shop.buy, undefined, (recorder) => {
      dropped = recorder.dropped;
    });
    // No buyer is served until all have come: five get in, and the rest find no room.
    await waitUntil('45 arrivals were dropped', () => dropped === 45);
    shop.serveAll();
    const { recorder } = await lane;
    expect(recorder.purchases).toHaveLength(5);
    expect(recorder.dropped).toBe(45);
    for (const { intendedMs, invokedMs } of recorder.purchases) expect(invokedMs).toBeGreaterThanOrEqual(intendedMs);
  });

  it('send no further buyer once the flood is cancelled', async () => {
    const shop = heldShop();
    const cancel = new AbortController();
    const lane = run({}, shop.buy, cancel.signal);
    cancel.abort();
    shop.serveAll();
    expect((await lane).recorder.purchases).toHaveLength(5);
  });
});

describe('a crowd', () => {
  it('is the same for the same seed, and another for another', () => {
    const think = (seed: number): number[] => [...crowd(plan({}), seed)].map(({ thinkMs }) => thinkMs);
    expect(think(7)).toEqual(think(7));
    expect(think(7)).not.toEqual(think(8));
  });

  it('thinks from half to one and a half of the mean', () => {
    for (const { thinkMs } of crowd(plan({ thinkMs: 10, buyers: 1_000 }), 3)) {
      expect(thinkMs).toBeGreaterThanOrEqual(5);
      expect(thinkMs).toBeLessThan(15);
    }
  });

  it('arrives in an open loop at about the rate, in order', () => {
    const arrivals = [...crowd(plan({ arrivals: 'open-loop', ratePerSecond: 100, buyers: 2_000 }), 5)].map(({ arrivalMs }) => arrivalMs);
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    // 2,000 exponential gaps of 10 ms: the sum is within 10 % but for one seed in many thousands.
    expect(arrivals.at(-1)).toBeGreaterThan(18_000);
    expect(arrivals.at(-1)).toBeLessThan(22_000);
  });
});
