import { machineClock } from '@/domain/monotonic-clock';
import type { StepRecord } from '@/domain/purchase';
import { Shop } from '@/kit/shop';
import type { PurchaseStores } from '@/kit/stores';
import { directSeam, recordingSeam, type Seam } from '@/kit/seam';
import type { Strategy } from '@/kit/strategy';

/** How a bench runs a strategy: off duty, or with every step recorded. */
export type Duty = 'direct' | 'recording';

export interface StrategyRate {
  strategy: Strategy;
  stores: PurchaseStores;
  productId: number;
  clients: number;
  seconds: number;
  duty?: Duty;
}

/**
 * Sales per second of a strategy's purchase function without HTTP: `clients` buyers, each starting the next purchase when
 * one is done, no think time.
 */
export async function strategyRate({ strategy, stores, productId, clients, seconds, duty = 'direct' }: StrategyRate): Promise<number> {
  const direct = directSeam(machineClock, Math.random);
  const seamOf = (): Seam => {
    const steps: StepRecord[] = [];
    return duty === 'direct' ? direct : recordingSeam(machineClock, Math.random, steps);
  };
  const request = { productId, buyerId: 'bench', quantity: 1, idempotencyKey: null };
  const start = machineClock();
  const end = start + seconds * 1_000;
  let sales = 0;
  const buyer = async (): Promise<void> => {
    while (machineClock() < end) {
      const shop = new Shop({ seam: seamOf(), stores, request, thinkMs: 0 });
      const outcome = await strategy.purchase(shop, request);
      if (outcome.kind === 'confirmed') sales += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, buyer));
  return (sales * 1_000) / (machineClock() - start);
}
