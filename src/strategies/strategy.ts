import type { Outcome, PurchaseRequest } from '@/domain/purchase';
import type { ShelfKind, StoreName, StrategyClass } from '@/domain/strategy';
import type { PurchaseContext } from './purchase-context';

/** Buys, or tells why not. Throws only for a lost dependency or a bug. */
export type Purchase = (context: PurchaseContext, request: PurchaseRequest) => Promise<Outcome>;

/** One entry of the registry. */
export interface Strategy {
  id: string;
  class: StrategyClass;
  /** The name on its lane. */
  title: string;
  /** The idea in a few words, under the name. */
  tagline: string;
  needs: readonly StoreName[];
  /** Where it counts; a row unless it says otherwise. */
  shelf?: ShelfKind;
  /** An unsafe one that holds below so many replicas; 1 unless it says otherwise. */
  unsafeFromReplicas?: number;
  /** Whether it buys a cart of several products at once. */
  carts?: true;
  /** A purchase may well take longer than its lock lives, with nothing broken: a search of orders lets time pass then. */
  outlivesItsLock?: true;
  purchase: Purchase;
}

/** The inventory row, as far as strategies read it. */
export interface StockRow {
  stock: number;
}

/** What an order insert returns. */
export interface OrderRow {
  id: number;
  created_at: Date;
}

export { UnknownProduct } from './unknown-product';
