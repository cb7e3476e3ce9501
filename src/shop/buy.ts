import type { MonotonicClock, Random } from '@/domain/monotonic-clock';
import type { Outcome, PurchaseRequest, StepRecord } from '@/domain/purchase';
import { KeyReused } from '@/kit/key-reused';
import { mistakeSentence, StrategyMistake } from '@/kit/mistake';
import { purchaseOnce } from '@/kit/purchase-once';
import { directSeam, recordingSeam } from '@/kit/seam';
import { Shop } from '@/kit/shop';
import type { PurchaseStores, Tally } from '@/kit/stores';
import type { Strategy } from '@/kit/strategy';
import { UnknownProduct } from '@/kit/unknown-product';
import type { FaultControl, FaultOrder } from './fault-control';
import { watchIdle } from './idle-watch';
import { countResult } from './metrics';

/** The environment of purchases: the stores of one process, and its clock. */
export interface ShopRuntime {
  stores: PurchaseStores;
  /** Why there is no Redis; null if there is one. */
  redisUnavailable: string | null;
  clock: MonotonicClock;
  random: Random;
  /** How long a strategy from a file may be idle between two steps; thinking and waiting are steps. Absent: for ever. */
  stepTimeoutMs?: number;
  /** Null if faults cannot be injected. */
  faults?: FaultControl | null;
}

/** A valid purchase, through one strategy. */
export interface BuyRequest extends PurchaseRequest {
  strategy: Strategy;
  /** Time between reading and writing. */
  thinkMs: number;
  /** Whether to return its steps. */
  trace: boolean;
  /** The fault to inject; only if the shop has a `FaultControl`. */
  fault: FaultOrder | null;
}

/** A purchase that the strategy ran, however it ended. */
export interface Ended {
  kind: 'ended';
  outcome: Outcome;
  tally: Tally;
  /** Absent unless requested. */
  steps: StepRecord[] | undefined;
  /** The outcome is that of an earlier purchase with the same idempotency key: nothing was sold now. */
  replayed: boolean;
  /** An injected fault: the buyer gets no answer. */
  lost: boolean;
}

/** A refused purchase, or a bug in the middle of one (`failed`). */
export interface Refused {
  kind: 'refused';
  reason: 'unknown-product' | 'key-reused' | 'no-redis' | 'strategy-mistake' | 'failed';
  /** For the buyer: what happened and what it means for the purchase. */
  message: string;
}

export type BuyResult = Ended | Refused;

/** Buys once. */
export type Buy = (request: BuyRequest) => Promise<BuyResult>;

/**
 * The one way to buy, for the shops and for the web; every purchase is counted. Buying never throws: a bug goes to
 * `onBug` and ends as `failed`, a lost dependency is an outcome.
 */
export function openBuy(shop: ShopRuntime, onBug: (error: unknown) => void): Buy {
  const direct = directSeam(shop.clock, shop.random);
  return async (request) => {
    const startedMs = performance.now();
    const { strategy, fault, trace, thinkMs } = request;
    const steps: StepRecord[] | undefined = trace ? [] : undefined;
    const seam = steps ? recordingSeam(shop.clock, shop.random, steps) : direct;
    const faults = fault ? shop.faults : null;
    let result: BuyResult | null = missingStore(strategy, shop);
    try {
      if (result === null) {
        const aimed = fault && faults ? faults.aim(seam, fault) : seam;
        const watch = strategy.file === undefined || shop.stepTimeoutMs === undefined ? null : watchIdle(aimed, shop.stepTimeoutMs);
        const context = new Shop({ seam: watch?.seam ?? aimed, stores: shop.stores, request, thinkMs, locates: strategy.file !== undefined });
        const bought = purchaseOnce(strategy, context);
        const outcome = await (watch ? Promise.race([bought, watch.idle]).finally(watch.stop) : bought);
        const lost = fault && faults ? await faults.beforeReply(fault) : false;
        result = { kind: 'ended', outcome, tally: context.tally, steps, replayed: context.replayed, lost };
      }
    } catch (error) {
      result = refusalOf(error, strategy, onBug);
    }
    countResult(strategy.id, result, performance.now() - startedMs);
    return result;
  };
}

function refusalOf(error: unknown, { file }: Strategy, onBug: (error: unknown) => void): Refused {
  if (error instanceof UnknownProduct) return refused('unknown-product', error.message);
  if (error instanceof KeyReused) return refused('key-reused', error.message);
  onBug(error);
  if (error instanceof StrategyMistake) return refused('strategy-mistake', mistakeSentence(error, file ?? null));
  return refused('failed', 'The shop failed in the middle of this purchase; it may or may not have happened.');
}

/** The refusal if the strategy cannot run here; null if it can. */
export function missingStore({ needs }: Strategy, { stores, redisUnavailable }: ShopRuntime): Refused | null {
  if (!needs.includes('redis') || stores.redlock !== null) return null;
  return refused('no-redis', redisUnavailable ?? 'This strategy needs Redis, and this shop has none. Nothing was bought.');
}

export const refused = (reason: Refused['reason'], message: string): Refused => ({ kind: 'refused', reason, message });
