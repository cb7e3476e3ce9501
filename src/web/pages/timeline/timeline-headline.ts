import { count, listed } from '@/web/parts/words/format';
import type { TimelineLane } from '@/web/parts/witness/timeline-lane';
import { ANOMALY_WORDS } from './witness-words';

/** The result of a lane, in one line: 'Naive: 800 lost updates and 812 oversold units'. */
export function timelineHeadline({ findings, verdict }: Pick<TimelineLane, 'findings' | 'verdict'>, title: string): string {
  if (findings.length > 0) return `${title}: ${listed(findings.slice(0, 3).map(({ anomaly, count: n }) => `${count(n)} ${anomalyWord(ANOMALY_WORDS[anomaly], n)}`))}`;
  return verdict === 'undecided' ? `${title}: undecided` : `${title}: nothing broke`;
}

const anomalyWord = (many: string, n: number): string => {
  const words = many.charAt(0).toLowerCase() + many.slice(1);
  return n === 1 ? words.replace(/s$/, '') : words;
};
