import type { FirstFinding } from '@/ui/model/first-finding';
import type { Anomaly } from '@/domain/anomaly';
import { witnessTimeline } from './witness-timeline';
import { WitnessRows } from './witness-rows';

const TITLES: Readonly<Record<Anomaly, string>> = {
  oversell: 'The first oversold unit',
  'lost-update': 'The first lost update',
  'negative-stock': 'Stock below zero',
  'duplicate-order': 'One purchase, two orders',
  'phantom-confirmation': 'Confirmed, but never stored',
  'ghost-stock': 'Stock gone without an order',
  'false-sold-out': 'Told sold out too early',
  'late-sale': 'Sold after it was sold out',
  'stale-token': 'A stale lock still wrote',
};

interface WitnessCardProps {
  found: FirstFinding | null;
  /** Where the run is: an empty card after one is good news. */
  stage: 'before' | 'during' | 'after';
}

/** The cause beside the counts: two purchases, step by step, on one time axis. */
export function WitnessCard({ found, stage }: WitnessCardProps) {
  const timeline = found ? witnessTimeline(found.finding.evidence.witnesses.slice(0, 2)) : null;
  return (
    <section className="card flex flex-col p-4 lg:px-5">
      <h2 className="text-[1rem] font-semibold">{found ? TITLES[found.finding.anomaly] : 'The first lost update'}</h2>
      {found ? (
        <p className="min-h-10">{found.finding.evidence.sentence}</p>
      ) : (
        <p className="min-h-10 text-dim">Who broke it, and in which order of steps.</p>
      )}
      <div className="mt-2 flex h-56 grow flex-col justify-center">
        {timeline && timeline.rows.length > 0 ? (
          <WitnessRows timeline={timeline} />
        ) : (
          <p className="grid h-full place-items-center rounded-lg border border-dashed border-line px-6 text-center text-dim">
            {emptyWords(found !== null, stage)}
          </p>
        )}
      </div>
    </section>
  );
}

function emptyWords(found: boolean, stage: WitnessCardProps['stage']): string {
  if (found) return 'The evidence is in the final state; no single pair of purchases shows it.';
  if (stage === 'during') return 'Every purchase is on record. The checkers look at them when a lane has run.';
  if (stage === 'after') return 'Nothing was lost in this flood. Give the buyers more time to think, and press Flood again.';
  return 'Press Flood: the first two buyers who undo each other appear here.';
}
