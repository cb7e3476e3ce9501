'use client';

import { Select } from '@base-ui/react/select';
import { CONTROL, LABEL, POPUP } from './styles';
import { CheckIcon, ChevronIcon } from '@/web/parts/icons';

export interface PickerItem {
  value: string;
  label: string;
  hint?: string | undefined;
  disabled?: boolean;
  /** A variant stands below what it varies. */
  inset?: boolean;
}

export interface PickerGroup {
  title: string | null;
  items: readonly PickerItem[];
}

interface PickerProps {
  label: string;
  value: string;
  groups: readonly PickerGroup[];
  /** The element that has the focus afterwards, so that the page's keys are the page's again. */
  focusAfter: string;
  onChoose: (value: string) => void;
}

/** One of several, in groups. */
export function Picker({ label, value, groups, focusAfter, onChoose }: PickerProps) {
  const items = groups.flatMap((group) => group.items);
  return (
    <Select.Root
      items={items}
      value={value}
      onValueChange={(chosen) => {
        if (chosen !== null && chosen !== value) onChoose(chosen);
      }}
    >
      <div className="flex min-w-0 flex-col gap-1">
        <Select.Label className={`${LABEL} whitespace-nowrap`}>{label}</Select.Label>
        <Select.Trigger className={`${CONTROL} flex items-center justify-between gap-2 px-3`}>
          <Select.Value className="truncate" />
          <Select.Icon>
            <ChevronIcon />
          </Select.Icon>
        </Select.Trigger>
      </div>
      <Select.Portal>
        <Select.Positioner alignItemWithTrigger={false} sideOffset={6} collisionPadding={12} className="z-50">
          <Select.Popup finalFocus={() => document.getElementById(focusAfter)} className={`${POPUP} max-w-[min(30rem,calc(100vw-2rem))] min-w-(--anchor-width) p-1.5`}>
            <Select.List className="max-h-[min(32rem,var(--available-height))] overflow-y-auto">
              {groups.map((group, place) => (
                <Select.Group key={group.title ?? place}>
                  {group.title === null ? null : <Select.GroupLabel className="px-2.5 pt-2 pb-1 text-cap font-semibold text-dim">{group.title}</Select.GroupLabel>}
                  {group.items.map((item) => <PickerOption key={item.value} item={item} />)}
                </Select.Group>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

function PickerOption({ item: { value, label, hint, disabled = false, inset = false } }: { item: PickerItem }) {
  return (
    <Select.Item
      value={value}
      disabled={disabled}
      className={`grid grid-cols-[1.25rem_1fr] items-start gap-2 rounded-lg px-2.5 py-1.5 outline-none data-disabled:text-dim data-highlighted:bg-panel-2 ${inset ? 'pl-6' : ''}`}
    >
      <span className="pt-0.5">
        <Select.ItemIndicator>
          <CheckIcon />
        </Select.ItemIndicator>
      </span>
      <span>
        <Select.ItemText className="font-semibold">{label}</Select.ItemText>
        {hint === undefined ? null : <span className="block text-cap text-dim">{hint}</span>}
      </span>
    </Select.Item>
  );
}
