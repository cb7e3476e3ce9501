'use client';

import { useId, useState } from 'react';
import type { MatrixReport } from '@/domain/matrix';
import { cellOf, columnTitle } from '@/domain/matrix-words';
import { CLASS_WORDS } from '@/web/parts/strategy-choice';
import { CONTROL, LABEL } from '@/web/parts/controls/styles';
import { ChevronIcon } from '@/web/parts/icons';
import { CellDetails } from './cell-details';
import { cellLook } from './cell-look';
import type { ColumnGroup } from './matrix-columns';

const TONES = { safe: 'text-safe', bad: 'text-bad', dim: 'text-ink', warn: 'text-warn' } as const;

/** The matrix on a phone: one strategy at a time, a line a fault, each opens. */
export function OneStrategy({ report, groups }: { report: MatrixReport; groups: readonly ColumnGroup[] }) {
  const id = useId();
  const [strategy, setStrategy] = useState(groups[0]?.columns[0]?.id ?? '');
  return (
    <div className="card p-3.5">
      <label htmlFor={id} className={LABEL}>Strategy</label>
      <select id={id} value={strategy} onChange={(event) => setStrategy(event.currentTarget.value)} className={`${CONTROL} mt-1 px-2`}>
        {groups.map((group) => (
          <optgroup key={group.class ?? ''} label={group.class === null ? 'others' : CLASS_WORDS[group.class]}>
            {group.columns.map((column) => (
              <option key={column.id} value={column.id}>{column.title}</option>
            ))}
          </optgroup>
        ))}
      </select>
      <ul className="mt-3">
        {report.columns.map((fault) => {
          const cell = cellOf(report, strategy, fault);
          if (!cell) return null;
          const { sign, word, tone } = cellLook(cell);
          return (
            <li key={columnTitle(fault)} className="border-t border-line">
              <details className="group">
                <summary className="flex min-h-11 list-none items-center justify-between gap-3 py-1.5">
                  <span>{columnTitle(fault)}</span>
                  <span className={`ml-auto font-semibold ${TONES[tone]}`}>
                    {sign} {word}
                    {cell.missed === null ? '' : ' (not as expected)'}
                  </span>
                  <ChevronIcon className="size-4 text-dim transition-transform group-open:rotate-180" />
                </summary>
                <div className="pb-3 pl-3">
                  <CellDetails cell={cell} />
                </div>
              </details>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
