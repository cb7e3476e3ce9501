'use client';

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { LabState } from '@/domain/lab';
import type { Part } from './lab-columns';

interface PartPickerProps {
  lab: LabState;
  part: Part;
  onPick: (part: Part) => void;
}

const SIGNS = { ready: '', waiting: 'waits', ended: 'done' } as const;

/** On a phone: which buyer is shown, or what they share, with the row in a line. */
export function PartPicker({ lab: { buyers, committed }, part, onPick }: PartPickerProps) {
  return (
    <ToggleGroup aria-label="Shown below" value={[part]} onValueChange={([next]: Part[]) => next && onPick(next)} className="flex gap-1.5 lg:hidden">
      {buyers.map(({ name, status }) => (
        <Toggle key={name} value={name} data-buyer={name} className="h-11 grow rounded-lg border border-line px-1 font-semibold text-dim data-pressed:border-hue data-pressed:bg-panel data-pressed:text-ink">
          <span className="text-hue">{name}</span> <span className={`text-cap ${status === 'waiting' ? 'text-warn' : ''}`}>{SIGNS[status]}</span>
        </Toggle>
      ))}
      <Toggle value="row" className="h-11 grow rounded-lg border border-line px-2 font-semibold text-dim data-pressed:border-edge data-pressed:bg-panel data-pressed:text-ink">
        stock {committed.stock}, orders {committed.orders.length}
      </Toggle>
    </ToggleGroup>
  );
}
