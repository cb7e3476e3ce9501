'use client';

import { Select } from '@base-ui/react/select';
import { CONTROL, LABEL, POPUP } from '@/ui/controls/styles';
import { CheckIcon, ChevronIcon } from '@/ui/parts/icons';

export interface Choice {
  value: string;
  label: string;
  hint?: string;
  /** Why it cannot be chosen here, in a sentence. */
  unavailable?: string | null;
  /** A variant stands below what it varies. */
  inset?: boolean;
}

export interface ChoiceGroup {
  title: string | null;
  choices: readonly Choice[];
}

interface ChoiceSelectProps {
  label: string;
  value: string;
  groups: readonly ChoiceGroup[];
  onChoose: (value: string) => void;
}

/** One of several, in groups. */
export function ChoiceSelect({ label, value, groups, onChoose }: ChoiceSelectProps) {
  return (
    <Select.Root items={groups.flatMap(({ choices }) => choices.map((choice) => ({ value: choice.value, label: choice.label })))} value={value} onValueChange={(chosen) => chosen !== null && onChoose(chosen)}>
      <div className="flex min-w-0 flex-col gap-1">
        <Select.Label className={`${LABEL} whitespace-nowrap`}>{label}</Select.Label>
        <Select.Trigger className={`${CONTROL} flex items-center justify-between gap-2 px-3`}>
          <Select.Value className="truncate" />
          <Select.Icon><ChevronIcon /></Select.Icon>
        </Select.Trigger>
      </div>
      <Select.Portal>
        <Select.Positioner alignItemWithTrigger={false} sideOffset={6} collisionPadding={12} className="z-50">
          {/* The focus returns to the page, so that the space bar searches and does not open this again. */}
          <Select.Popup finalFocus={() => document.getElementById('verdict')} className={`${POPUP} max-w-[min(32rem,calc(100vw-1.5rem))] min-w-(--anchor-width) p-1.5`}>
            <Select.List className="max-h-[min(34rem,calc(var(--available-height)-1rem))] overflow-y-auto">
              {groups.map((group, place) => (
                <Select.Group key={group.title ?? place}>
                  {group.title === null ? null : <Select.GroupLabel className="px-2.5 pt-2 pb-1 text-cap font-semibold text-dim">{group.title}</Select.GroupLabel>}
                  {group.choices.map((choice) => <Option key={choice.value} choice={choice} />)}
                </Select.Group>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

function Option({ choice: { value, label, hint, unavailable = null, inset = false } }: { choice: Choice }) {
  return (
    <Select.Item value={value} disabled={unavailable !== null} className={`grid grid-cols-[1.25rem_1fr] items-start gap-2 rounded-lg px-2.5 py-1.5 outline-none data-highlighted:bg-panel-2 ${inset ? 'pl-6' : ''}`}>
      <span className="pt-0.5">
        <Select.ItemIndicator><CheckIcon /></Select.ItemIndicator>
      </span>
      <span>
        <Select.ItemText className={unavailable === null ? 'font-semibold' : 'font-semibold text-dim'}>{label}</Select.ItemText>
        {hint === undefined ? null : <span className="block text-cap text-dim">{hint}</span>}
        {unavailable === null ? null : <span className="block text-cap font-medium text-warn">Not here: {unavailable}</span>}
      </span>
    </Select.Item>
  );
}
