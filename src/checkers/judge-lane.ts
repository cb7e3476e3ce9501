import { ANOMALIES, type Anomaly, type Finding } from '@/domain/anomaly';
import type { LaneEvidence } from '@/domain/history';
import type { Verdict } from '@/domain/verdict';
import { confirmedOf, plural, unitsOf, type Checker } from './checker';
import { duplicateOrder } from './duplicate-order';
import { falseSoldOut } from './false-sold-out';
import { ghostStock, missingUnits, unknownUnits } from './ghost-stock';
import { lateSale } from './late-sale';
import { linearizability } from './linearizability';
import { lostUpdate } from './lost-update';
import { negativeStock } from './negative-stock';
import { oversell } from './oversell';
import { firstToldSoldOut } from './sold-out-replies';
import { phantomConfirmation } from './phantom-confirmation';
import { staleToken } from './stale-token';

const CHECKER_OF: Readonly<Record<Anomaly, Checker>> = {
  oversell,
  'lost-update': lostUpdate,
  'negative-stock': negativeStock,
  'duplicate-order': duplicateOrder,
  'phantom-confirmation': phantomConfirmation,
  'ghost-stock': ghostStock,
  'stale-token': staleToken,
  'false-sold-out': falseSoldOut,
  'late-sale': lateSale,
};

/** Every checker, the gravest anomaly first. */
export const CHECKERS: readonly Checker[] = ANOMALIES.map((anomaly) => CHECKER_OF[anomaly]);

export interface Judgement {
  verdict: Verdict;
  /** The gravest first. */
  findings: Finding[];
  /** The decision in a sentence; for `undecided`, why. */
  explanation: string;
}

/** Judges a lane by the answers that its buyers got and by what the store holds now. */
export function judgeLane(evidence: LaneEvidence): Judgement {
  const findings = CHECKERS.flatMap((check) => check(evidence) ?? []);
  const strangers = ordersOfStrangers(evidence);
  if (strangers > 0) {
    const explanation = `${plural(strangers, 'order')} came from buyers outside this flood: another client bought from its sale, so nothing can be decided.`;
    return { verdict: 'undecided', findings, explanation };
  }
  const first = findings[0];
  if (first) return { verdict: 'violated', findings, explanation: first.evidence.sentence };
  const mistake = mistakeSentence(evidence);
  if (mistake) return { verdict: 'undecided', findings, explanation: mistake };
  const doubt = firstDoubt(evidence);
  if (doubt) return { verdict: 'undecided', findings, explanation: doubt };
  return { verdict: 'pass', findings, explanation: passSentence(evidence) };
}

function ordersOfStrangers({ purchases, orders }: LaneEvidence): number {
  const crowd = new Set(purchases.map((purchase) => purchase.buyerId));
  return orders.filter((order) => !crowd.has(order.buyerId)).length;
}

/** Purchases that the strategy's own code broke off prove nothing about it. */
function mistakeSentence({ purchases }: LaneEvidence): string | null {
  const broken = purchases.filter(({ mistake }) => mistake !== undefined);
  return broken[0]?.mistake === undefined ? null : `${plural(broken.length, 'purchase')} ended in a mistake of the strategy itself: ${broken[0].mistake}`;
}

function firstDoubt(evidence: LaneEvidence): string | null {
  const extra = -missingUnits(evidence);
  if (extra > 0) {
    return `${plural(extra, 'unit')} in orders may not have left the stock, which ${plural(unknownUnits(evidence), 'unit')} of unknown purchases may account for.`;
  }
  if (extra < 0) {
    return `${plural(-extra, 'unit')} left the stock without an order, which ${plural(unknownUnits(evidence), 'unit')} of unknown purchases may account for.`;
  }
  if (evidence.finalStock > 0 && firstToldSoldOut(evidence) && unknownUnits(evidence) > 0 && !sellsNothingMore(evidence)) {
    return `Buyers were told 'sold out', ${plural(evidence.finalStock, 'unit')} remained, and only unknown purchases that left no order could explain it.`;
  }
  if (confirmedOf(evidence).length === 0) return 'No purchase was confirmed, so nothing was tested.';
  if (linearizability(evidence) === 'outside' && evidence.purchases.some((purchase) => purchase.outcome === 'sold-out')) {
    return "The final state is right, but with mixed quantities it cannot be decided whether every 'sold out' was right.";
  }
  return null;
}

/** What is left is too little for any of the buyers. */
const sellsNothingMore = ({ finalStock, purchases }: LaneEvidence): boolean => purchases.every(({ quantity }) => quantity > finalStock);

function passSentence(evidence: LaneEvidence): string {
  const unknown = unknownUnits(evidence);
  const accounted = `${unitsOf(evidence.orders)} sold, ${evidence.finalStock} left of ${evidence.stock}`;
  return unknown === 0
    ? `The answers fit one sequence of purchases, and every unit is accounted for: ${accounted}.`
    : `The answers fit one sequence of purchases, whatever happened to ${plural(unknown, 'unknown unit')}: ${accounted}.`;
}
