import type { FirstFinding } from '@/web/pages/race/model/first-finding';
import type { TitleOf } from '@/web/parts/words/headline-words';
import type { Anomaly } from '@/domain/anomaly';
import { pauseOf } from '@/web/parts/witness/witness-spans';
import { witnessTimeline } from './witness-timeline';
import { WitnessLinks } from './witness-links';
import { WitnessRows } from './witness-rows';

const TITLES: Readonly<Record<Anomaly, string>> = {
  oversell: 'The first oversold unit',
  'lost-update': 'The first lost update',
  'negative-stock': 'Negative stock',
  'duplicate-order': 'Two orders for one buyer',
  'phantom-confirmation': 'A buyer got a false confirmation',
  'ghost-stock': 'A unit that no buyer has',
  'false-sold-out': 'Sold out too early',
  'late-sale': 'Sold after it was sold out',
  'stale-token': 'A stale lock still wrote',
};

interface WitnessCardProps {
  /** The run, once it has a timeline to lead to. */
  runId: string | null;
  found: FirstFinding | null;
  /** Where the run is: an empty card after one is good news. */
  stage: 'before' | 'during' | 'after';
  /** Whether something unsafe ran and nothing was broken on purpose: then more time to think would show it. */
  unlucky: boolean;
  titleOf: TitleOf;
}

/** The cause beside the counts: two purchases, step by step, on one time axis. */
export function WitnessCard({ runId, found, stage, unlucky, titleOf }: WitnessCardProps) {
  const timeline = found ? witnessTimeline(found.finding.evidence.witnesses.slice(0, 2), pauseOf(found.lane.fault)) : null;
  return (
    <section className="card flex flex-col p-4 lg:px-5">
      <h2 className="text-[1rem] font-semibold">
        {found ? TITLES[found.finding.anomaly] : stage === 'after' ? 'Nothing broke' : 'The first thing that breaks'}
        {found ? <span className="font-normal text-dim">, in {titleOf(found.lane.strategy)}</span> : null}
      </h2>
      {found ? (
        <p className="min-h-10">{found.finding.evidence.sentence}</p>
      ) : (
        <p className="min-h-10 text-dim">Who broke it, and by which interleaving.</p>
      )}
      <div className="mt-2 flex h-56 grow flex-col justify-center">
        {timeline && timeline.rows.length > 0 ? (
          <WitnessRows timeline={timeline} />
        ) : (
          <p className="grid h-full place-items-center rounded-lg border border-dashed border-line px-6 text-center text-dim">
            {emptyWords(found !== null, stage, unlucky)}
          </p>
        )}
      </div>
      <WitnessLinks runId={runId} found={found} />
    </section>
  );
}

function emptyWords(found: boolean, stage: WitnessCardProps['stage'], unlucky: boolean): string {
  if (found) return 'The evidence is in the final state; no single pair of purchases shows it.';
  if (stage === 'during') return 'Every purchase is on record. The checkers look at them when a lane has run.';
  if (stage === 'before') return 'Press Flood: the first two buyers who undo each other appear here.';
  return unlucky ? 'Nothing broke in this flood. Give the buyers more time to think, and press Flood again.' : 'Nothing broke in this flood.';
}
