'use client';

import { Select } from '@base-ui/react/select';
import type { ReactNode } from 'react';
import { CheckIcon, ChevronIcon } from '@/web/parts/icons';
import { CONTROL, LABEL, POPUP } from './styles';

export interface PickerItem {
  value: string;
  label: string;
  hint?: string | undefined;
  disabled?: boolean;
  /** Why it cannot be chosen. */
  warning?: string | null;
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
  /** The element that has the focus afterwards, so that the page's keys are the page's again; absent: the picker itself. */
  focusAfter?: string;
  /** What the button shows in place of the chosen label. */
  shown?: ReactNode;
  /** Marks the button: what is chosen breaks something. */
  warns?: boolean;
  /** For hints of a sentence or two. */
  wide?: boolean;
  onChoose: (value: string) => void;
}

/** One of several, in groups. */
export function Picker({ label, value, groups, focusAfter, shown, warns = false, wide = false, onChoose }: PickerProps) {
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
        <Select.Trigger className={`${CONTROL} flex items-center justify-between gap-2 px-3 ${warns ? 'border-warn!' : ''}`}>
          {shown ?? <Select.Value className="truncate" />}
          <Select.Icon>
            <ChevronIcon />
          </Select.Icon>
        </Select.Trigger>
      </div>
      <Select.Portal>
        <Select.Positioner alignItemWithTrigger={false} sideOffset={6} collisionPadding={12} className="z-50">
          <Select.Popup {...(focusAfter === undefined ? {} : { finalFocus: () => document.getElementById(focusAfter) })} className={`${POPUP} ${wide ? 'w-[min(34rem,calc(100vw-1.5rem))]' : 'max-w-[min(30rem,calc(100vw-2rem))] min-w-(--anchor-width)'} p-1.5`}>
            <Select.List className="max-h-[min(38rem,calc(var(--available-height)-1rem))] overflow-y-auto">
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

function PickerOption({ item: { value, label, hint, warning = null, disabled = warning !== null, inset = false } }: { item: PickerItem }) {
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
        {warning === null ? null : <span className="block text-cap font-medium text-warn">{warning}</span>}
      </span>
    </Select.Item>
  );
}
