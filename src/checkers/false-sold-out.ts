import { confirmedOf, witnessOf, type Checker } from './checker';
import { firstToldSoldOut, uniformQuantity } from './sold-out-replies';

/**
 * A buyer was told 'sold out' although stock remained, even if every purchase that had begun by then and could have happened
 * did happen. Counted in units that certainly remained. Mixed quantities are not checked.
 */
export const falseSoldOut: Checker = (evidence) => {
  const told = firstToldSoldOut(evidence);
  const quantity = uniformQuantity(evidence);
  if (!told || quantity === null) return null;
  const begun = (purchase: { invokedMs: number }): boolean => purchase.invokedMs <= told.returnedMs;
  const sold = confirmedOf(evidence).filter(begun).length;
  const inDoubt = evidence.purchases.filter((purchase) => purchase.outcome === 'unknown' && begun(purchase)).length;
  const remained = Math.floor(evidence.stock / quantity) - sold - inDoubt;
  if (remained <= 0) return null;
  return {
    anomaly: 'false-sold-out',
    count: remained * quantity,
    evidence: {
      sentence: `${told.buyerId} was told 'sold out' at ${told.returnedMs.toFixed(1)} ms, when at least ${remained * quantity} of ${evidence.stock} units remained.`,
      witnesses: [witnessOf(told)],
    },
  };
};
