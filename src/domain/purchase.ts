import type { Step } from './step';

/**
 * The outcome of one purchase, as the shop answers it and as the buyer learns it.
 *
 * `unknown` means timed out or connection lost: it may or may not have happened. It is never folded into another kind.
 */
export type Outcome =
  | {
      kind: 'confirmed';
      orderId: number;
      /** Units left after this purchase; null where the shop does not know. */
      remaining: number | null;
      createdAt: string;
    }
  | { kind: 'sold-out' }
  | { kind: 'gave-up'; reason: string }
  | { kind: 'unknown'; reason: string };

export type OutcomeKind = Outcome['kind'];

export const OUTCOME_KINDS: readonly OutcomeKind[] = ['confirmed', 'sold-out', 'gave-up', 'unknown'];

/** What a buyer asks for. `idempotencyKey` makes two requests with the same key one order with one answer. */
export interface PurchaseRequest {
  productId: number;
  buyerId: string;
  quantity: number;
  idempotencyKey: string | null;
  /** All products of a cart, this one among them, in the order in which the buyer chose them; absent for a single product. */
  cart?: readonly number[] | undefined;
}

/**
 * One step of one purchase. Times are milliseconds on the machine's monotonic clock,
 * comparable between processes of one machine. `observed` is what came back, cut to one small row.
 */
export interface StepRecord extends Step {
  startMs: number;
  endMs: number;
  observed: Observation;
}

export type Observation = Readonly<Record<string, string | number | boolean | null>> | null;

export const confirmed = (orderId: number, remaining: number | null, createdAt: Date): Outcome => ({
  kind: 'confirmed',
  orderId,
  remaining,
  createdAt: createdAt.toISOString(),
});

export const soldOut = (): Outcome => ({ kind: 'sold-out' });

export const gaveUp = (reason: string): Outcome => ({ kind: 'gave-up', reason });

export const outcomeUnknown = (reason: string): Outcome => ({ kind: 'unknown', reason });
