'use client';

import { useState, type ReactNode } from 'react';
import type { LabState } from '@/domain/lab';
import { isBuyer, type BuyerName, type Move } from '@/domain/schedule';
import { BuyerColumn } from './buyer-column';
import { PartPicker } from './part-picker';
import { SharedState } from './shared-state';

interface LabColumnsProps {
  lab: LabState;
  isolation: string;
  suggested: Move | null;
  disabled: boolean;
  onMove: (move: Move) => void;
  /** Shown above what is common to all. */
  lesson: ReactNode;
  /** Shown below it, where nothing has to move for it. */
  verdict: ReactNode;
}

/** With two buyers the row is between them; with more it is at the side. */
const GRIDS: Readonly<Record<number, string>> = {
  2: 'lg:grid-cols-[minmax(0,1fr)_minmax(17rem,20.5rem)_minmax(0,1fr)]',
  3: 'lg:grid-cols-2 xl:grid-cols-[repeat(3,minmax(0,1fr))_18.5rem] in-data-projector:lg:grid-cols-2',
  4: 'lg:grid-cols-2 xl:grid-cols-[repeat(4,minmax(0,1fr))_17rem] in-data-projector:lg:grid-cols-2',
};

export type Part = BuyerName | 'row';

/** The buyers, and between them what they share; a phone shows one of these at a time, and follows the moves. */
export function LabColumns({ lab, isolation, suggested, disabled, onMove, lesson, verdict }: LabColumnsProps) {
  const [picked, setPicked] = useState<{ part: Part; after: string } | null>(null);
  const mover = lab.moves.map(({ move }) => move).findLast(isBuyer) ?? 'A';
  // A choice lasts until the next move.
  const part: Part = picked?.after === lab.schedule ? picked.part : mover;
  const two = lab.buyers.length === 2;
  return (
    <div className={`flex flex-col gap-3 lg:grid lg:items-start lg:gap-4 ${GRIDS[lab.buyers.length] ?? ''}`}>
      <PartPicker lab={lab} part={part} onPick={(next) => setPicked({ part: next, after: lab.schedule })} />
      {lab.buyers.map((buyer) => (
        <BuyerColumn
          key={buyer.name}
          buyer={buyer}
          isolation={isolation}
          suggested={buyer.name === suggested}
          shown={part === buyer.name}
          disabled={disabled}
          onStep={() => onMove(buyer.name)}
          className={two && buyer.name === 'B' ? 'lg:order-3' : ''}
        />
      ))}
      <div className={`flex flex-col gap-4 max-lg:contents ${two ? 'lg:order-2' : 'lg:order-first lg:col-span-2 xl:order-last xl:col-span-1 in-data-projector:lg:order-first in-data-projector:lg:col-span-2'}`}>
        {lesson}
        <SharedState lab={lab} shown={part === 'row'} disabled={disabled} onMove={onMove} />
        {verdict}
      </div>
    </div>
  );
}
