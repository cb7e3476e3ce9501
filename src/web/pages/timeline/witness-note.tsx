import { Button } from '@base-ui/react/button';
import type { Finding } from '@/domain/anomaly';
import { labHref } from '@/web/parts/witness/lab-href';
import type { StaleRead } from './stale-read';
import { witnessSentence } from './witness-words';

interface WitnessNoteProps {
  strategy: string;
  finding: Finding;
  stale: StaleRead | null;
  onClose: () => void;
}

export const LINK_BUTTON = 'inline-flex h-10 items-center rounded-lg border border-line bg-panel-2 px-4 font-semibold text-ink no-underline hover:border-edge';

/** What happened between the witnesses, in words, and the link to the lab with the same schedule. */
export function WitnessNote({ strategy, finding, stale, onClose }: WitnessNoteProps) {
  const lab = labHref(strategy, finding.evidence.witnesses);
  const sentence = witnessSentence(finding, stale);
  return (
    <section aria-label="The witness" className="card mb-3 flex flex-wrap items-center gap-x-6 gap-y-3 p-4">
      <div className="min-w-0 grow basis-96">
        <p className="text-[1.05rem] font-semibold text-balance">{finding.evidence.sentence}</p>
        {sentence === finding.evidence.sentence ? null : <p className="pt-1 text-balance">{sentence}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        {lab ? <a className={LINK_BUTTON} href={lab}>Replay in the lab</a> : null}
        <Button className={LINK_BUTTON} onClick={onClose}>Unpin</Button>
      </div>
    </section>
  );
}
