import type { Exploration } from '@/domain/exploration';
import { plural } from '@/web/parts/words/format';
import { BigStrip } from './big-strip';
import { BUTTON, CopyButton } from './copy-button';
import { labCommand, labHref } from './lab-link';
import { StepList } from './step-list';

/** The bad schedule with the fewest switches: its strip, why it goes wrong, and its steps; and the ways to play it again. */
export function ShortestCard({ exploration: { setup, shortest } }: { exploration: Exploration }) {
  if (!shortest) return null;
  const href = labHref(setup, shortest.schedule);
  // The last finding is the cause, where there is one: an oversell is what came of it.
  const cause = shortest.findings.find(({ anomaly }) => anomaly === 'lost-update') ?? shortest.findings[0];
  return (
    <section aria-labelledby="shortest" className="card overflow-hidden">
      <div aria-hidden className="hatch-bad h-2" />
      <div className="p-4">
        <h2 id="shortest" className="text-[1.15rem] font-bold tracking-tight">The shortest that goes wrong</h2>
        <p className="pb-3 text-dim">{plural(shortest.switches, 'switch', 'switches')} between buyers, {plural(shortest.schedule.split('.').length, 'move')}.</p>
        <BigStrip schedule={shortest.schedule} buyers={setup.buyers} />
        <p className="py-3 font-semibold text-bad">✗ {cause?.evidence.sentence ?? shortest.anomalies.join(', ')}</p>
        <div className="flex flex-wrap gap-2 pb-4">
          <a href={href} className={`${BUTTON} basis-full border-transparent! bg-ink! text-bg!`}>Replay in the lab</a>
          <CopyButton words="Copy command" text={() => labCommand(setup, shortest.schedule)} />
          <CopyButton words="Copy link" text={() => new URL(href, window.location.href).href} />
        </div>
        <StepList transcript={shortest.transcript} buyers={setup.buyers} />
      </div>
    </section>
  );
}
