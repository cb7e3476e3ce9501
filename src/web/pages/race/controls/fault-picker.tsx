'use client';

import { Select } from '@base-ui/react/select';
import { faultTitle, type OfferedFault } from '@/web/parts/words/fault-words';
import { BoltIcon, CheckIcon, ChevronIcon } from '@/web/parts/icons';
import { CONTROL, LABEL, POPUP } from '@/web/parts/controls/styles';

const NONE = '';

interface FaultPickerProps {
  faults: readonly OfferedFault[];
  /** `name` or `name@step`. */
  chosen: string | null;
  onChoose: (fault: string | null) => void;
}

/** What breaks on purpose in every lane. A fault that cannot be injected here is shown with the reason. */
export function FaultPicker({ faults, chosen, onChoose }: FaultPickerProps) {
  const name = chosen?.split('@')[0] ?? NONE;
  const items = [{ value: NONE, label: 'None' }, ...faults.map((fault) => ({ value: fault.name, label: fault.title }))];
  return (
    <Select.Root items={items} value={name} onValueChange={(value) => onChoose(value === NONE || value === null ? null : value)}>
      <div className="flex min-w-0 flex-col gap-1">
        <Select.Label className={LABEL}>Fault</Select.Label>
        <Select.Trigger className={`${CONTROL} flex items-center justify-between gap-2 px-3 ${chosen === null ? '' : 'border-warn!'}`}>
          <span className="flex min-w-0 items-center gap-1.5">
            {chosen === null ? null : <BoltIcon className="size-3.5 text-warn" />}
            <Select.Value className="truncate">{() => (chosen === null ? 'None' : faultTitle(chosen))}</Select.Value>
          </span>
          <Select.Icon>
            <ChevronIcon />
          </Select.Icon>
        </Select.Trigger>
      </div>
      <Select.Portal>
        <Select.Positioner alignItemWithTrigger={false} sideOffset={6} collisionPadding={12} className="z-50">
          <Select.Popup className={`${POPUP} w-[min(34rem,calc(100vw-1.5rem))] p-1.5`}>
            <Select.List className="max-h-[min(38rem,calc(var(--available-height)-1rem))] overflow-y-auto">
              <Option value={NONE} title="None" what="Nothing is broken." reason={null} />
              {faults.map((fault) => (
                <Option key={fault.name} value={fault.name} title={fault.title} what={fault.what} reason={fault.unavailable} />
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

interface OptionProps {
  value: string;
  title: string;
  what: string;
  reason: string | null;
}

function Option({ value, title, what, reason }: OptionProps) {
  return (
    <Select.Item value={value} disabled={reason !== null} className="grid grid-cols-[1.25rem_1fr] items-start gap-2 rounded-lg px-2.5 py-1.5 outline-none data-highlighted:bg-panel-2">
      <span className="pt-0.5">
        <Select.ItemIndicator>
          <CheckIcon />
        </Select.ItemIndicator>
      </span>
      <span>
        <Select.ItemText className={reason === null ? 'font-semibold' : 'font-semibold text-dim'}>{title}</Select.ItemText>
        <span className="block text-cap text-dim">{what}</span>
        {reason === null ? null : <span className="block text-cap font-medium text-warn">Not here: {reason}</span>}
      </span>
    </Select.Item>
  );
}
