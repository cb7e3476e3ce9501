import type { Outcome, PurchaseRequest } from '@/domain/purchase';
import type { StoreName, StrategyClass, StrategyHeader } from '@/domain/strategy';
import type { StockModel } from '@/domain/stock-model';
import type { Shop } from './shop';

/** Buys, or returns why not. Throws only for a lost dependency or a bug. */
export type Purchase = (shop: Shop, request: PurchaseRequest) => Promise<Outcome>;

/** The metadata of a strategy. */
export interface StrategyMetadata extends StrategyHeader {
  /** As on the command line: small letters, digits and hyphens; a variant is `strategy:variant`. */
  id: string;
  class: StrategyClass;
  /** The name on its lane. */
  title: string;
  /** The idea in a few words, under the name. */
  tagline: string;
  needs: readonly StoreName[];
  /** Where it counts units; a row by default. */
  stockModel?: StockModel;
  /** For an unsafe strategy that is safe with fewer replicas than this; 1 by default. */
  unsafeFromReplicas?: number;
  /** Whether it buys a cart of several products at once. */
  carts?: true;
  /** A purchase may take longer than its lock is valid although nothing is broken: a search of schedules then lets time pass. */
  outlivesItsLock?: true;
}

/** A strategy: its metadata and its purchase function. */
export interface Strategy extends StrategyMetadata {
  purchase: Purchase;
  /** The file that it was loaded from, absolute; absent for the built-in ones. */
  file?: string;
}
