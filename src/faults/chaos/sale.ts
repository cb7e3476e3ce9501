import type { PurchaseRecord } from '@/domain/history';
import type { Strategy } from '@/kit/strategy';

/** One purchase as its buyer remembers it. */
export interface BuyerRecord extends PurchaseRecord {
  idempotencyKey: string | null;
  /** Every order that an answer to this buyer has named, however often it asked. */
  orderIds: ReadonlySet<number>;
}

/** One product, sold through one strategy while something breaks. */
export interface Sale {
  strategy: Strategy;
  productId: number;
  stock: number;
  /** All purchases so far, as their answers came. */
  records: BuyerRecord[];
}

const confirmed = ({ records }: Sale): BuyerRecord[] => records.filter(({ outcome }) => outcome === 'confirmed');

export const confirmedUnits = (sale: Sale): number => confirmed(sale).reduce((units, { quantity }) => units + quantity, 0);

export const confirmedCount = (sale: Sale): number => confirmed(sale).length;
