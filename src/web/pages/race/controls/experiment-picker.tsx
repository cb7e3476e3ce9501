'use client';

import { Select } from '@base-ui/react/select';
import type { Experiment } from '@/domain/experiment';
import { CheckIcon, ChevronIcon } from '@/web/parts/icons';
import { CONTROL, LABEL, POPUP } from '@/web/parts/controls/styles';

const OWN = '';

interface ExperimentPickerProps {
  experiments: readonly Experiment[];
  chosen: string | null;
  onChoose: (experiment: Experiment | null) => void;
}

/** A question with its plan ready, or a plan of one's own. */
export function ExperimentPicker({ experiments, chosen, onChoose }: ExperimentPickerProps) {
  const items = [{ value: OWN, label: 'Your own' }, ...experiments.map(({ name, title }) => ({ value: name, label: title }))];
  return (
    <Select.Root
      items={items}
      value={chosen ?? OWN}
      onValueChange={(name) => onChoose(experiments.find((experiment) => experiment.name === name) ?? null)}
    >
      <div className="flex min-w-0 flex-col gap-1">
        <Select.Label className={LABEL}>Experiment</Select.Label>
        <Select.Trigger className={`${CONTROL} flex items-center justify-between gap-2 px-3`}>
          <Select.Value className="truncate" />
          <Select.Icon>
            <ChevronIcon />
          </Select.Icon>
        </Select.Trigger>
      </div>
      <Select.Portal>
        <Select.Positioner alignItemWithTrigger={false} sideOffset={6} className="z-50">
          <Select.Popup className={`${POPUP} w-[min(30rem,calc(100vw-2rem))] p-1.5`}>
            <Select.List className="max-h-[min(30rem,var(--available-height))] overflow-y-auto">
              {items.map(({ value, label }) => (
                <Select.Item key={value} value={value} className="grid grid-cols-[1.25rem_1fr] items-start gap-2 rounded-lg px-2.5 py-2 outline-none data-highlighted:bg-panel-2">
                  <span className="pt-0.5">
                    <Select.ItemIndicator>
                      <CheckIcon />
                    </Select.ItemIndicator>
                  </span>
                  <span>
                    <Select.ItemText className="font-semibold">{label}</Select.ItemText>
                    <span className="block text-cap text-dim">
                      {experiments.find(({ name }) => name === value)?.question ?? 'Set every number yourself.'}
                    </span>
                  </span>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
