import type { LaneEvidence, PurchaseRecord } from '@/domain/history';

/** The purchase that first got the answer 'sold out': from its return on, every buyer could know. Null if none got it. */
export function firstToldSoldOut(evidence: LaneEvidence): PurchaseRecord | null {
  let first: PurchaseRecord | null = null;
  for (const purchase of evidence.purchases) {
    if (purchase.outcome === 'sold-out' && (!first || purchase.returnedMs < first.returnedMs)) first = purchase;
  }
  return first;
}

/**
 * The quantity of every purchase if all are alike, else null. With equal quantities q a sale of S units is a sale of
 * floor(S / q) bundles, one a buyer, so the rules for single units decide it exactly.
 */
export function uniformQuantity(evidence: LaneEvidence): number | null {
  const quantity = evidence.purchases[0]?.quantity ?? 1;
  return evidence.purchases.every((purchase) => purchase.quantity === quantity) ? quantity : null;
}
