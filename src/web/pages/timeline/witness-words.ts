import type { Anomaly, Finding, WitnessPurchase } from '@/domain/anomaly';
import type { StaleRead } from './stale-read';

/** Each anomaly as a button asks for it: 'Show me ...'. */
export const SHOW_ME: Readonly<Record<Anomaly, string>> = {
  oversell: 'the first oversold unit',
  'lost-update': 'the first lost update',
  'negative-stock': 'the fall below zero',
  'duplicate-order': 'the buyer with two orders',
  'phantom-confirmation': 'the false confirmation',
  'ghost-stock': 'the missing unit',
  'false-sold-out': "the false 'sold out'",
  'late-sale': 'the late sale',
  'stale-token': 'the stale write',
};

/** Each anomaly in a list of choices. */
export const ANOMALY_WORDS: Readonly<Record<Anomaly, string>> = {
  oversell: 'Oversold units',
  'lost-update': 'Lost updates',
  'negative-stock': 'Negative stock',
  'duplicate-order': 'Second orders',
  'phantom-confirmation': 'False confirmations',
  'ghost-stock': 'Missing units',
  'false-sold-out': "False 'sold out'",
  'late-sale': 'Late sales',
  'stale-token': 'Stale writes',
};

/** A purchase by its buyer and its order: 'buyer-17 (order 23)'. */
export const nameOf = ({ buyerId, orderId }: Pick<WitnessPurchase, 'buyerId' | 'orderId'>): string => (orderId === null ? buyerId : `${buyerId} (order ${orderId})`);

/** What two purchases did to each other, with their names and times, in one sentence; otherwise what the checker found. */
export function witnessSentence({ evidence }: Finding, stale: StaleRead | null): string {
  const [first, second] = evidence.witnesses;
  if (!stale || !first || !second) return evidence.sentence;
  const [reader, writer] = stale.from.row === 0 ? [first, second] : [second, first];
  const undid = stale.subtracts ? 'subtracted anyway' : 'wrote over it';
  return `${nameOf(reader)} read ${stale.stock} at ${ms(stale.from.ms)} ms; ${nameOf(writer)} wrote at ${ms(stale.to.ms)} ms; ${reader.buyerId}, who never saw that, ${undid} at ${ms(stale.secondMs)} ms.`;
}

const ms = (value: number): string => value.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
