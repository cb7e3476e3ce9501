import type { ShopOrder } from '@/web/parts/products/product';
import type { LimitTier, PurchaseAnswer } from './purchase-request';

/** The state of the last attempt to buy one product. */
export type Attempt =
  | { kind: 'none' }
  | { kind: 'buying'; key: string; quantity: number }
  | { kind: 'bought'; order: ShopOrder }
  | { kind: 'sold-out'; quantity: number }
  | { kind: 'too-fast'; limit: ReachedLimit }
  | { kind: 'refused'; sentence: string }
  /** `perhaps`: whether it may have been bought anyway. `key`: asks for the same purchase again. `hidden`: the buyer has read it. */
  | { kind: 'open'; perhaps: boolean; sentence: string; key: string; quantity: number; hidden?: true };

/** A limit of purchases in a time, reached; it holds for every product. */
export interface ReachedLimit {
  tier: LimitTier;
  /** Purchases that are allowed in a window; null when the shop did not say. */
  limit: number | null;
  /** How long a window is; null when the shop did not say. */
  windowS: number | null;
  /** On the page's monotonic clock. */
  untilMs: number;
}

export const NO_ATTEMPT: Attempt = { kind: 'none' };

/**
 * The attempt after its answer. `nowMs`: the page's monotonic clock. `perhaps`: whether an earlier try with
 * the same key may have bought; a later try that did nothing does not settle that.
 */
export function attemptAfter(answer: PurchaseAnswer, { key, quantity, perhaps = false }: { key: string; quantity: number; perhaps?: boolean }, nowMs: number): Attempt {
  switch (answer.kind) {
    case 'bought':
      return { kind: 'bought', order: answer.order };
    case 'sold-out':
      return { kind: 'sold-out', quantity };
    case 'too-fast':
      if (perhaps) return { kind: 'open', perhaps, sentence: 'The shop did not check it, because you are going too fast.', key, quantity };
      return { kind: 'too-fast', limit: reachedLimit(answer, nowMs) };
    case 'refused':
      return { kind: 'refused', sentence: answer.sentence };
    case 'not-bought':
      return { kind: 'open', perhaps, sentence: perhaps ? 'The shop could not check it just now.' : answer.sentence, key, quantity };
    case 'unknown':
      return { kind: 'open', perhaps: true, sentence: answer.sentence, key, quantity };
  }
}

/** `nowMs`: the page's monotonic clock. */
export const reachedLimit = ({ tier, limit, windowS, retryAfterS }: Extract<PurchaseAnswer, { kind: 'too-fast' }>, nowMs: number): ReachedLimit => ({ tier, limit, windowS, untilMs: nowMs + retryAfterS * 1_000 });
