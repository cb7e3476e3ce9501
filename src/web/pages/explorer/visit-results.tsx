import type { Exploration } from '@/domain/exploration';
import { count } from '@/web/parts/words/format';
import { setupWords } from './explorer-words';

interface VisitResultsProps {
  results: readonly Exploration[];
  titleOf: (strategy: string) => string;
}

const CELL = 'border-t border-line px-3 py-2';

/** What was searched on this visit, one under the other. */
export function VisitResults({ results, titleOf }: VisitResultsProps) {
  if (results.length === 0) return null;
  return (
    <section aria-labelledby="visit" className="pt-8">
      <h2 id="visit" className="pb-2 text-[1.35rem] font-bold tracking-tight">Searched on this visit</h2>
      <div className="card overflow-x-auto" role="region" aria-labelledby="visit" tabIndex={0}>
        <table className="w-full text-left tabular-nums">
          <thead className="text-cap text-dim">
            <tr>
              <th scope="col" className="px-3 py-2 font-semibold">Strategy</th>
              <th scope="col" className="px-3 py-2 text-right font-semibold">Schedules</th>
              <th scope="col" className="px-3 py-2 text-right font-semibold">Go wrong</th>
              <th scope="col" className="px-3 py-2 text-right font-semibold">Fewest switches</th>
              <th scope="col" className="w-1/4 px-3 py-2 font-semibold max-sm:hidden"><span className="sr-only">Share that goes wrong</span></th>
            </tr>
          </thead>
          <tbody>
            {results.map(({ setup, bounds, schedules, violated, coverage, shortest }, index) => (
              <tr key={index}>
                <th scope="row" className={`${CELL} min-w-40 font-semibold`}>
                  {titleOf(setup.strategy)}
                  <span className="block text-cap font-normal text-dim">{setupWords(setup, bounds.expiries)}</span>
                </th>
                <td className={`${CELL} text-right whitespace-nowrap`}>{coverage.exhaustive ? 'all ' : ''}{count(schedules)}</td>
                <td className={`${CELL} text-right font-semibold whitespace-nowrap ${violated > 0 ? 'text-bad' : 'text-safe'}`}>{violated > 0 ? `✗ ${count(violated)}` : '✓ none'}</td>
                <td className={`${CELL} text-right`}>{shortest?.switches ?? '–'}</td>
                <td className={`${CELL} max-sm:hidden`}>
                  <div aria-hidden className="flex h-4 overflow-hidden rounded-sm bg-safe"><div className="hatch-bad" style={{ width: `${(violated / Math.max(1, schedules)) * 100}%` }} /></div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
