/** Everything that can happen to a sale. Facts, in the past tense: an event is never changed and never refused. */
export type SaleEvent = SaleOpened | UnitsSold | PurchaseRejected;

/** Units were put on sale: from here on this many are left, whatever was left before. */
export interface SaleOpened {
  kind: 'sale-opened';
  data: { units: number };
}

/** One purchase. `remaining`: units left after it. */
export interface UnitsSold {
  kind: 'units-sold';
  data: { commandId: string; buyerId: string; quantity: number; remaining: number };
}

/** A buyer was turned away. That is a fact like any other and not an error: it is recorded, not thrown. */
export interface PurchaseRejected {
  kind: 'purchase-rejected';
  data: { commandId: string; buyerId: string; quantity: number; left: number; reason: 'not-opened' | 'not-enough-left' };
}
