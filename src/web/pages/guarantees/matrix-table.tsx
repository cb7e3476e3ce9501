'use client';

import { Popover } from '@base-ui/react/popover';
import { useMemo } from 'react';
import type { MatrixReport } from '@/domain/matrix';
import { cellOf, columnTitle } from '@/domain/matrix-words';
import { CLASS_WORDS } from '@/web/parts/strategy-choice';
import { POPUP } from '@/web/parts/controls/styles';
import { CellButton, type OpenedCell } from './cell-button';
import { CellDetails } from './cell-details';
import type { ColumnGroup } from './matrix-columns';
import { Sideways } from './sideways';

const HEAD = 'bg-panel px-2 text-left align-bottom font-semibold';

/** A row a fault, a column a strategy; the names of the faults stay in sight. */
export function MatrixTable({ report, groups }: { report: MatrixReport; groups: readonly ColumnGroup[] }) {
  const handle = useMemo(() => Popover.createHandle<OpenedCell>(), []);
  const columns = groups.flatMap((group) => group.columns);
  return (
    <Sideways label="Guarantees, every fault against every strategy">
      <table className="w-max border-separate border-spacing-0">
        <thead>
          <tr>
            <td className="sticky left-0 z-10 bg-panel" />
            {groups.map((group) => (
              <th key={group.class ?? ''} scope="colgroup" colSpan={group.columns.length} className="border-l border-line bg-panel px-2 pt-2 text-left text-cap font-semibold text-dim">
                <span className="sticky left-50">{group.class === null ? 'others' : CLASS_WORDS[group.class]}</span>
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col" className={`${HEAD} sticky left-0 z-10 w-48 border-r border-b border-line pl-4`}>What is broken</th>
            {columns.map(({ id, title }) => (
              <th key={id} scope="col" className={`${HEAD} w-34 max-w-34 border-b border-line pb-1.5 leading-tight`}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.columns.map((fault) => (
            <tr key={columnTitle(fault)}>
              <th scope="row" className="sticky left-0 z-10 border-r border-b border-line bg-panel py-1 pr-3 pl-4 text-left font-semibold whitespace-nowrap">{columnTitle(fault)}</th>
              {columns.map(({ id, title }) => {
                const cell = cellOf(report, id, fault);
                return (
                  <td key={id} className="w-34 max-w-34 border-b border-line p-0.5">
                    {cell ? <CellButton cell={cell} heading={`${title}, ${columnTitle(fault)}`} handle={handle} /> : <span className="sr-only">not expected, not run</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Popover.Root handle={handle}>
        {({ payload }) => (
          <Popover.Portal>
            <Popover.Positioner sideOffset={6} collisionPadding={12} className="z-50">
              <Popover.Popup className={`${POPUP} w-[min(24rem,calc(100vw-2rem))] p-4`}>
                <Popover.Title className="pb-2 font-semibold">{payload?.heading}</Popover.Title>
                {payload ? <CellDetails cell={payload.cell} /> : null}
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        )}
      </Popover.Root>
    </Sideways>
  );
}
