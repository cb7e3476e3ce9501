import type { LaneEvidence } from '@/domain/history';
import { confirmedOf } from './checker';
import { falseSoldOut } from './false-sold-out';
import { lateSale } from './late-sale';
import { uniformQuantity } from './sold-out-replies';

/** `outside` means that the history leaves the class that the rule decides. */
export type Linearizability = 'linearizable' | 'not-linearizable' | 'outside';

/**
 * Decides in linear time whether the answers that the buyers got fit some sequence of purchases, one after another, each
 * taking effect between its invocation and its return.
 *
 * Stock S, equal quantities, no restock. With A the confirmed, U the unknown and r* the earliest return of a 'sold out':
 * linearizable if and only if |A| <= S and, if any buyer was told 'sold out', all of A were invoked no later than r* and
 * S - |A| <= the number of U invoked by r*. `gave-up` is always legal. Mixed quantities are outside.
 */
export function linearizability(evidence: LaneEvidence): Linearizability {
  const quantity = uniformQuantity(evidence);
  if (quantity === null) return 'outside';
  if (confirmedOf(evidence).length > Math.floor(evidence.stock / quantity)) return 'not-linearizable';
  return lateSale(evidence) || falseSoldOut(evidence) ? 'not-linearizable' : 'linearizable';
}
