import type { PurchaseRecord } from '@/domain/history';
import type { Strategy } from '@/kit/strategy';

/** One purchase as its buyer remembers it. */
export interface Told extends PurchaseRecord {
  idempotencyKey: string | null;
  /** Every order that this buyer was told of, however often it asked. */
  orderIds: ReadonlySet<number>;
}

/** One product, sold through one strategy while something breaks. */
export interface Sale {
  strategy: Strategy;
  productId: number;
  stock: number;
  /** Everybody who has bought or tried to, in the order of their answers. */
  told: Told[];
}

export const confirmedUnits = ({ told }: Sale): number =>
  told.reduce((units, { outcome, quantity }) => units + (outcome === 'confirmed' ? quantity : 0), 0);

export const confirmedCount = ({ told }: Sale): number => told.filter(({ outcome }) => outcome === 'confirmed').length;
