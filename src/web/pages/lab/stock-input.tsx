'use client';

import { useState } from 'react';
import { LAB_LIMITS } from '@/domain/lab';
import { NumberInput } from '@/web/parts/controls/number-input';

const { min, max } = LAB_LIMITS.stock;

/** The stock; a lab is opened for it when it is typed to its end, and not for every digit. */
export function StockInput({ stock, noteId, onChoose }: { stock: number; noteId: string; onChoose: (stock: number) => void }) {
  const [typed, setTyped] = useState<number | null>(stock);
  const valid = (value: number | null): value is number => value !== null && Number.isInteger(value) && value >= min && value <= max;
  const fault = valid(typed) ? undefined : `Stock is a whole number from ${min} to ${max}.`;
  return (
    <>
      <NumberInput
        label="Stock"
        value={typed}
        onChange={setTyped}
        onCommit={(value) => {
          if (valid(value) && value !== stock) onChoose(value);
        }}
        min={min}
        max={max}
        fault={fault}
        noteId={noteId}
      />
      {fault === undefined ? null : <span id={noteId} role="alert" className="sr-only">{fault}</span>}
    </>
  );
}
