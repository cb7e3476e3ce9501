import type { ZeroBound } from '@/domain/report';
import { count, plural } from '@/web/parts/words/format';

/** What repeated floods of one shop say about the rate of violated ones, in a sentence. */
export function boundWords({ floods, violated, rateUpperBound95 }: ZeroBound): string {
  if (rateUpperBound95 === null) return `Violated in ${count(violated)} of ${plural(floods, 'flood')}.`;
  return `No violation in ${plural(floods, 'flood')}: with 95 % confidence, fewer than ${(rateUpperBound95 * 100).toFixed(1)} % of such floods violate it.`;
}
