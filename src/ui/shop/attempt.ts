import type { ShopOrder } from './product';
import type { LimitTier, PurchaseAnswer } from './purchase-request';

/** How the last try to buy one product stands. */
export type Attempt =
  | { kind: 'none' }
  | { kind: 'buying'; key: string; quantity: number }
  | { kind: 'bought'; order: ShopOrder }
  | { kind: 'sold-out'; quantity: number }
  | { kind: 'too-fast'; limit: ReachedLimit }
  | { kind: 'refused'; sentence: string }
  /** `perhaps`: whether it may have been bought after all. `key`: asks for the same purchase again. */
  | { kind: 'open'; perhaps: boolean; sentence: string; key: string; quantity: number };

/** A limit of purchases in a time, reached; it holds for every product. */
export interface ReachedLimit {
  tier: LimitTier;
  /** Purchases that are allowed in a window; null when the shop did not say. */
  limit: number | null;
  /** On the page's monotonic clock. */
  untilMs: number;
}

export const NO_ATTEMPT: Attempt = { kind: 'none' };

/** What an answer makes of the attempt that is being made. `nowMs`: the page's monotonic clock. */
export function attemptAfter(answer: PurchaseAnswer, { key, quantity }: { key: string; quantity: number }, nowMs: number): Attempt {
  switch (answer.kind) {
    case 'bought':
      return { kind: 'bought', order: answer.order };
    case 'sold-out':
      return { kind: 'sold-out', quantity };
    case 'too-fast':
      return { kind: 'too-fast', limit: { tier: answer.tier, limit: answer.limit, untilMs: nowMs + answer.retryAfterS * 1_000 } };
    case 'refused':
      return { kind: 'refused', sentence: answer.sentence };
    case 'not-bought':
      return { kind: 'open', perhaps: false, sentence: answer.sentence, key, quantity };
    case 'unknown':
      return { kind: 'open', perhaps: true, sentence: answer.sentence, key, quantity };
  }
}
