import { count, plural } from '@/web/parts/words/format';
import type { SearchProgress } from './search-request';

/** What has been run so far, as one bar, good against bad; how many schedules there are is not known yet. */
export function SearchUnderWay({ progress: { schedules, violated, pending, switches }, running }: { progress: SearchProgress; running: boolean }) {
  const badShare = schedules === 0 ? 0 : (violated / schedules) * 100;
  return (
    <section aria-label="The search so far" className="card flex min-h-72 flex-col justify-center gap-4 p-5 sm:p-8">
      <div aria-hidden className="flex h-16 overflow-hidden rounded-lg border border-line bg-panel-2">
        <div className="hatch-bad" style={{ width: `${badShare}%` }} />
        <div className={schedules === 0 ? '' : 'grow bg-safe'} />
      </div>
      <dl className="grid grid-cols-3 gap-4 tabular-nums">
        <Figure name="✗ went wrong" value={count(violated)} tone={violated > 0 ? 'text-bad' : ''} />
        <Figure name="went well" value={count(schedules - violated)} tone="text-safe" />
        <Figure name="beginnings that wait" value={count(pending)} tone="" />
      </dl>
      <p className="text-dim">
        {running ? `Schedules with the fewest switches come first; now those with ${plural(switches, 'switch', 'switches')}.` : 'None of it is kept. Press Search to begin again.'}
      </p>
    </section>
  );
}

function Figure({ name, value, tone }: { name: string; value: string; tone: string }) {
  return (
    <div>
      <dd className={`text-[1.8rem] leading-none font-[750] sm:text-[2.4rem] ${tone}`}>{value}</dd>
      <dt className="pt-1 text-dim">{name}</dt>
    </div>
  );
}
