'use client';

import { Popover } from '@base-ui/react/popover';
import type { MatrixCell } from '@/domain/matrix';
import { cellLook } from './cell-look';

/** What a pressed cell opens. */
export type CellHandle = Popover.Handle<OpenedCell>;

export interface OpenedCell {
  cell: MatrixCell;
  heading: string;
}

const TONES = { safe: 'text-safe', bad: 'text-bad', dim: 'text-ink', warn: 'text-warn' } as const;

interface CellButtonProps extends OpenedCell {
  handle: CellHandle;
}

/** A cell: a sign and a word. Pressed, it shows what was expected and what was seen. */
export function CellButton({ cell, heading, handle }: CellButtonProps) {
  const { sign, word, tone } = cellLook(cell);
  return (
    <Popover.Trigger
      handle={handle}
      payload={{ cell, heading }}
      aria-label={`${heading}: ${word}${cell.missed === null ? '' : ', not as expected'}`}
      className={`flex h-10 w-full items-center gap-1.5 rounded-md px-2 text-left leading-tight font-semibold -outline-offset-2 hover:bg-panel-2 data-popup-open:bg-panel-2 ${TONES[tone]} ${cell.missed === null ? '' : 'border-2 border-dashed border-warn'}`}
    >
      <span aria-hidden className="w-3.5 shrink-0 text-center">{sign}</span>
      {word}
    </Popover.Trigger>
  );
}
