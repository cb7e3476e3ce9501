'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import { QUANTITIES } from '@/web/parts/products/product';

interface QuantityPickerProps {
  quantity: number;
  /** Whether there is nothing to choose just now. */
  fixed: boolean;
  onChoose: (quantity: number) => void;
}

/** How many, in one press. Also by arrow keys. */
export function QuantityPicker({ quantity, fixed, onChoose }: QuantityPickerProps) {
  const id = useId();
  return (
    <div>
      <p id={id} className="pb-1.5 text-dim">How many</p>
      <RadioGroup aria-labelledby={id} value={quantity} disabled={fixed} onValueChange={onChoose} className="grid grid-cols-5 gap-2">
        {QUANTITIES.map((choice) => (
          <Radio.Root key={choice} value={choice} aria-label={String(choice)} className="grid h-14 place-items-center rounded-xl border border-line bg-panel-2 text-[1.35rem] font-bold tabular-nums not-data-disabled:hover:border-edge data-checked:border-ink data-checked:bg-ink data-checked:text-bg data-disabled:text-dim data-disabled:data-checked:border-edge data-disabled:data-checked:bg-panel-2 data-disabled:data-checked:text-ink">
            {choice}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  );
}
