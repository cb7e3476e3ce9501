import type { LabState } from '@/domain/lab';
import { AlertIcon, CheckIcon } from '@/web/parts/icons';

const LINK = 'rounded-lg border border-line bg-panel-2 px-3.5 py-2 font-semibold text-ink no-underline hover:border-edge';

/** How it ended, with the evidence, and where to go from here. */
export function VerdictCard({ lab, title }: { lab: LabState; title: string }) {
  const { verdict, setup } = lab;
  if (!verdict) return null;
  // The first finding is often the sentence itself.
  const findings = verdict.findings.filter(({ evidence }) => evidence.sentence !== verdict.sentence);
  const fine = verdict.verdict === 'pass';
  const query = new URLSearchParams({ strategy: setup.strategy, buyers: String(setup.buyers), stock: String(setup.stock) }).toString();
  return (
    <section aria-label="The verdict" data-verdict={verdict.verdict} className={`card flex flex-col gap-3 p-3.5 max-lg:order-first ${fine ? '' : 'border-bad'}`}>
      <div>
        <p className={`flex gap-2 font-semibold ${fine ? '' : 'text-bad'}`}>
          {fine ? <CheckIcon className="mt-0.5 size-4 text-ok" /> : <AlertIcon className="mt-0.5 size-4" />}
          {verdict.sentence}
        </p>
        {findings.map(({ anomaly, evidence }) => <p key={anomaly} className="pt-1"><b>{anomaly}</b>: {evidence.sentence}</p>)}
        {fine ? <p className="pt-1 text-dim">That was one schedule. Another one may end differently: search them all, or try your own.</p> : null}
      </div>
      <nav aria-label={`More of ${title}`} className="flex flex-wrap gap-2">
        <a className={LINK} href={`/explorer?${query}`}>Search all schedules</a>
        <a className={LINK} href={`/?${new URLSearchParams({ strategies: setup.strategy }).toString()}`}>Flood it</a>
      </nav>
    </section>
  );
}
