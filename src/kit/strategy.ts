import type { Outcome, PurchaseRequest } from '@/domain/purchase';
import type { StockModel } from '@/domain/stock-model';
import type { StoreName, StrategyClass, StrategyHeader } from '@/domain/strategy';
import type { Shop } from './shop';

/** Buys, or tells why not. Throws only for a lost dependency or a bug. */
export type Purchase = (shop: Shop, request: PurchaseRequest) => Promise<Outcome>;

/** What a strategy says of itself. */
export interface StrategyMetadata extends StrategyHeader {
  /** As on the command line: small letters, digits and hyphens; a variant is `strategy:variant`. */
  id: string;
  class: StrategyClass;
  /** The name on its lane. */
  title: string;
  /** The idea in a few words, under the name. */
  tagline: string;
  needs: readonly StoreName[];
  /** Where it counts; a row unless it says otherwise. */
  stockModel?: StockModel;
  /** An unsafe one that holds below so many replicas; 1 unless it says otherwise. */
  unsafeFromReplicas?: number;
  /** Whether it buys a cart of several products at once. */
  carts?: true;
  /** A purchase may well take longer than its lock lives, with nothing broken: a search of schedules lets time pass then. */
  outlivesItsLock?: true;
}

/** A strategy: what it says of itself, and how it buys. */
export interface Strategy extends StrategyMetadata {
  purchase: Purchase;
  /** The file that it was loaded from, absolute; absent for the built-in ones. */
  file?: string;
}
