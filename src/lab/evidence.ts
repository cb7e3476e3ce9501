import type { LaneEvidence, PurchaseRecord } from '@/domain/history';
import { STOCK } from '@/stock/stock-models';
import { stockModelOf } from '@/strategies/registry';
import type { Ground } from './environment';
import type { Interleaving } from './interleaving';
import { PRODUCT, readSale } from './stock-store';
import type { SteppedBuyer } from './stepped-buyer';

/**
 * All that the checkers get to see of an order of steps that has come to its end. Its clock counts moves: a purchase begins
 * with its first step and has returned with the move that ended it. A buyer that never moved has bought nothing and is left out.
 */
export async function evidenceOf(ground: Ground, interleaving: Interleaving, stock: number, quantity: number): Promise<LaneEvidence> {
  const model = stockModelOf(ground.strategy);
  const sale = await readSale(ground.control, model);
  const counterStock = await STOCK[model].leftInRedis(ground.counter, PRODUCT);
  const purchases = interleaving.buyers.flatMap((buyer): PurchaseRecord[] => {
    const span = interleaving.spans.get(buyer.name);
    return span ? [recordOf(buyer, span, quantity)] : [];
  });
  return { stock, purchases, ...sale, counterStock };
}

function recordOf({ name, outcome, context, steps }: SteppedBuyer, { invoked, returned }: { invoked: number; returned: number }, quantity: number): PurchaseRecord {
  const confirmed = outcome?.kind === 'confirmed' ? outcome : null;
  return {
    buyerId: name,
    quantity,
    // A buyer that ended with an error may or may not have bought.
    outcome: outcome?.kind ?? 'unknown',
    orderId: confirmed?.orderId ?? null,
    remaining: confirmed?.remaining ?? null,
    intendedMs: invoked,
    invokedMs: invoked,
    returnedMs: returned + 0.5,
    attempts: context.tally.attempts,
    lockWaits: context.tally.lockWaits,
    replica: 0,
    steps: steps.map((step) => ({ kind: step.kind, name: step.name, startMs: step.move, endMs: step.move + 0.5, observed: step.observed })),
  };
}
