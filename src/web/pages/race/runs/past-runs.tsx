'use client';

import { Button } from '@base-ui/react/button';
import type { RunSummary } from '@/domain/run-event';
import { count } from '@/web/parts/words/format';
import { isUnderWay } from '@/web/pages/race/model/live-view';
import type { TitleOf } from '@/web/parts/words/headline-words';
import { planWords, shopWords } from '@/web/parts/words/plan-words';
import { RunTime } from '@/web/parts/run-time';
import { RunVerdict } from './run-verdict';

interface PastRunsProps {
  runs: readonly RunSummary[];
  titleOf: TitleOf;
  shown: string | null;
  onOpen: (runId: string) => void;
}

/** Every flood that is kept, newest first. A click puts it on the stage. */
export function PastRuns({ runs, titleOf, shown, onOpen }: PastRunsProps) {
  return (
    <section id="runs" aria-labelledby="runs-title" className="scroll-mt-4 pt-10">
      <h2 id="runs-title" className="text-[1.35rem] font-bold tracking-tight">Past runs</h2>
      <p className="pb-3 text-dim">Kept in Postgres, so they survive a restart. Press one to see it again; its address can be shared.</p>
      {runs.length === 0 ? (
        <p className="card p-6 text-center text-dim">No flood yet. Press Flood, and it is kept here.</p>
      ) : (
        <ol className="card max-h-96 divide-y divide-line overflow-y-auto" tabIndex={0} aria-label="Past runs">
          {runs.map((run) => (
            <li key={run.id} className="flex items-stretch max-sm:flex-col">
              <Button
                onClick={() => onOpen(run.id)}
                aria-current={run.id === shown ? 'true' : undefined}
                className="grid min-w-0 grow gap-x-5 gap-y-1 px-4 py-3 text-left -outline-offset-2 hover:bg-panel-2 aria-[current]:bg-panel-2 lg:grid-cols-[7rem_minmax(0,1fr)_minmax(0,1.1fr)] lg:px-5"
              >
                <RunTime at={run.createdAt} />
                <span className="min-w-0">
                  <span className="block font-semibold">{shopWords(run.plan.strategies, titleOf)}</span>
                  <span className="block text-cap text-dim">
                    {run.plan.experiment === null ? '' : `${run.plan.experiment}: `}
                    stock {count(run.plan.stock)}, {planWords(run.plan)}
                  </span>
                </span>
                <RunVerdict run={run} live={isUnderWay(run)} />
              </Button>
              {run.status === 'finished' ? (
                <a href={`/runs/${run.id}`} className="flex shrink-0 items-center px-4 font-semibold text-ink underline -outline-offset-2 hover:bg-panel-2 max-sm:pb-3 sm:w-28 sm:justify-center">
                  Timeline<span className="sr-only"> of the run with {shopWords(run.plan.strategies, titleOf)}</span>
                </a>
              ) : (
                <span className="w-28 shrink-0 max-sm:hidden" />
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
