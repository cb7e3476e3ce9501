import { confirmedOf, plural, witnessOf, type Checker } from './checker';
import { firstToldSoldOut, uniformQuantity } from './sold-out-replies';

/** A confirmed purchase that began after a buyer had been told 'sold out'. Counted in purchases. Mixed quantities are not checked. */
export const lateSale: Checker = (evidence) => {
  const told = firstToldSoldOut(evidence);
  if (!told || uniformQuantity(evidence) === null) return null;
  const late = confirmedOf(evidence).filter((purchase) => purchase.invokedMs > told.returnedMs);
  const first = late[0];
  if (!first) return null;
  return {
    anomaly: 'late-sale',
    count: late.length,
    evidence: {
      sentence: `${told.buyerId} was told 'sold out' at ${ms(told.returnedMs)}, and ${first.buyerId}, who started only at ${ms(first.invokedMs)}, still bought (${plural(late.length, 'late sale')}).`,
      witnesses: [witnessOf(told), witnessOf(first)],
    },
  };
};

const ms = (value: number): string => `${value.toFixed(1)} ms`;
