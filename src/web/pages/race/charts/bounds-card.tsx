import type { RunView } from '@/web/pages/race/model/run-view';
import type { TitleOf } from '@/web/parts/words/headline-words';
import { boundWords } from './bound-words';

/** What many floods say that one cannot: how rare a violation must be, when none was seen. */
export function BoundsCard({ view, titleOf }: { view: RunView | null; titleOf: TitleOf }) {
  const plan = view?.plan;
  if (!view || !plan || plan.repeat < 2) return null;
  return (
    <section aria-labelledby="bounds-title" className="card mt-4 p-4 lg:px-5">
      <h2 id="bounds-title" className="text-[1rem] font-semibold">What {plan.repeat} floods say</h2>
      <p className="text-dim">Never having seen it proves nothing; it only bounds how often it can happen.</p>
      <ul className="pt-2">
        {plan.strategies.map((strategy) => {
          const bound = view.report?.bounds.find((candidate) => candidate.strategy === strategy);
          return (
            <li key={strategy} className="border-t border-line py-1.5 lg:grid lg:grid-cols-[11rem_1fr] lg:gap-x-4">
              <span className="block font-semibold">{titleOf(strategy)}</span>
              <span className="block">{bound ? boundWords(bound) : '–'}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
