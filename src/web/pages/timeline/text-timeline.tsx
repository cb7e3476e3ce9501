'use client';

import { Button } from '@base-ui/react/button';
import { useState } from 'react';
import { count } from '@/web/parts/words/format';
import type { BuyerRow } from './lane-rows';
import { exact, resultWords, stepWords } from './row-words';
import { ANOMALY_WORDS } from './witness-words';

const PAGE = 25;
const BUTTON = 'rounded-lg border border-line bg-panel-2 px-3 py-1.5 font-semibold hover:border-edge disabled:opacity-50';

/** The same purchases as text, a page at a time, for readers who do not look at pictures. `rows` are those that pass the filter. */
export function TextTimeline({ rows }: { rows: readonly BuyerRow[] }) {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(0);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(asked, pages - 1);
  return (
    <details className="card mt-4 p-4" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="font-semibold">Read the timeline as text</summary>
      {open ? (
        <>
          <nav aria-label="Pages of the text" className="flex flex-wrap items-center gap-3 py-3">
            <Button className={BUTTON} disabled={page === 0} focusableWhenDisabled onClick={() => setAsked(page - 1)}>Earlier buyers</Button>
            <Button className={BUTTON} disabled={page === pages - 1} focusableWhenDisabled onClick={() => setAsked(page + 1)}>Later buyers</Button>
            <span className="text-dim" aria-live="polite">Page {count(page + 1)} of {count(pages)}, {count(rows.length)} purchases</span>
          </nav>
          <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Purchases as text">
            <table className="w-full min-w-[40rem] text-left align-top">
              <thead className="text-dim">
                <tr>{['Buyer', 'Result', 'Replica', 'Asked', 'Answered', 'Steps'].map((title) => <th key={title} scope="col" className="py-1 pr-4 font-medium">{title}</th>)}</tr>
              </thead>
              <tbody>
                {rows.slice(page * PAGE, (page + 1) * PAGE).map(({ index, purchase, anomalies }) => (
                  <tr key={index} className="border-t border-line align-top">
                    <th scope="row" className="py-2 pr-4 font-semibold whitespace-nowrap">{purchase.buyerId}</th>
                    <td className="py-2 pr-4">
                      {resultWords(purchase)}
                      {anomalies.map((anomaly) => <span key={anomaly} className="block text-cap text-bad">{ANOMALY_WORDS[anomaly].toLowerCase()}</span>)}
                    </td>
                    <td className="py-2 pr-4">{purchase.replica + 1}</td>
                    <td className="py-2 pr-4 whitespace-nowrap tabular-nums">{exact(purchase.invokedMs)} ms</td>
                    <td className="py-2 pr-4 whitespace-nowrap tabular-nums">{exact(purchase.returnedMs)} ms</td>
                    <td className="py-2">
                      {purchase.steps.length === 0 ? <span className="text-dim">no steps are known</span> : null}
                      <ol>{purchase.steps.map((step) => <li key={`${step.name} ${step.startMs} ${step.endMs}`}>{stepWords(step)}</li>)}</ol>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </details>
  );
}
