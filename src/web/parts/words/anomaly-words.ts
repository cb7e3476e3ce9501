import { gravest, type Anomaly } from '@/domain/anomaly';
import type { LaneReport } from '@/domain/report';
import { count, plural } from './format';

/** An anomaly for readers who have never heard its name: in a sentence after the shop's name, and beside its bar. */
interface PlainWords {
  said: (n: number) => string;
  tag: (n: number) => string;
}

const soon = { said: () => 'buyers were turned away while stock remained', tag: () => 'said sold out too early' };

const WORDS: Readonly<Record<Anomaly, PlainWords>> = {
  oversell: { said: (n) => `${plural(n, 'unit')} sold that were not there`, tag: (n) => `${count(n)} oversold` },
  'lost-update': { said: (n) => `${plural(n, 'update')} lost`, tag: (n) => plural(n, 'lost update') },
  'negative-stock': { said: () => 'the stock fell below zero', tag: () => 'stock below zero' },
  'duplicate-order': { said: (n) => `${plural(n, 'buyer')} ${n === 1 ? 'has' : 'have'} two orders`, tag: (n) => plural(n, 'double order') },
  'ghost-stock': { said: (n) => (n === 1 ? '1 unit is gone and no buyer has it' : `${count(n)} units are gone and no buyer has them`), tag: (n) => `${plural(n, 'unit')} gone` },
  'phantom-confirmation': { said: (n) => `${plural(n, 'buyer')} got a confirmation that is not true`, tag: (n) => plural(n, 'false confirmation') },
  'stale-token': { said: (n) => `${n === 1 ? '1 buyer' : `${count(n)} buyers`} wrote after the lease had run out`, tag: (n) => plural(n, 'stale write') },
  'late-sale': soon,
  'false-sold-out': soon,
};

/** Words for the most severe finding of a lane, without identifiers. */
export function anomalyWords({ findings }: Pick<LaneReport, 'findings'>): { said: string; tag: string } {
  const finding = gravest(findings);
  if (!finding) return { said: 'a promise was broken', tag: 'broke a promise' };
  const { said, tag } = WORDS[finding.anomaly];
  return { said: said(finding.count), tag: tag(finding.count) };
}
