'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import { QUANTITIES } from './product';

/** How many, in one press. Also by arrow keys. */
export function QuantityPicker({ quantity, onChoose }: { quantity: number; onChoose: (quantity: number) => void }) {
  const id = useId();
  return (
    <div>
      <p id={id} className="pb-1.5 text-dim">How many</p>
      <RadioGroup aria-labelledby={id} value={quantity} onValueChange={onChoose} className="grid grid-cols-5 gap-2">
        {QUANTITIES.map((choice) => (
          <Radio.Root key={choice} value={choice} aria-label={String(choice)} className="grid h-14 place-items-center rounded-xl border border-line bg-panel-2 text-[1.35rem] font-bold tabular-nums hover:border-edge data-checked:border-ink data-checked:bg-ink data-checked:text-bg">
            {choice}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  );
}
