import type { PurchaseRecord } from '@/domain/history';
import type { OutcomeKind, StepRecord } from '@/domain/purchase';

export const OUTCOME_WORDS: Readonly<Record<OutcomeKind, string>> = { confirmed: 'Confirmed', 'sold-out': 'Sold out', 'gave-up': 'Gave up', unknown: 'Unknown' };

/** The result of a purchase, short: 'order 23', 'sold out'. */
export function resultWords({ outcome, orderId }: Pick<PurchaseRecord, 'outcome' | 'orderId'>): string {
  if (outcome === 'confirmed' && orderId !== null) return `order ${orderId}`;
  return OUTCOME_WORDS[outcome].toLowerCase();
}

/** One step as text: 'read stock, stock 42, 12.345 to 13.2 ms'. */
export function stepWords({ name, startMs, endMs, observed }: StepRecord): string {
  const saw = Object.entries(observed ?? {}).map(([key, value]) => `${key} ${String(value)}`).slice(0, 4);
  return [name, ...saw, `${exact(startMs)} to ${exact(endMs)} ms`].join(', ');
}

/** A moment to the microsecond, as short as possible. */
export const exact = (ms: number): string => ms.toLocaleString('en-US', { maximumFractionDigits: 3 });
