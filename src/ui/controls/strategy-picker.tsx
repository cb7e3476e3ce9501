'use client';

import { Select } from '@base-ui/react/select';
import type { StrategyInfo } from '@/domain/strategy';
import { inOrder } from '@/ui/model/plan-draft';
import { CheckIcon, ChevronIcon } from '@/ui/parts/icons';
import { CONTROL, LABEL, POPUP } from './styles';

interface StrategyPickerProps {
  strategies: readonly StrategyInfo[];
  chosen: readonly string[];
  onChoose: (ids: string[]) => void;
  fault?: string;
  noteId: string;
}

/** Which shops are flooded. One that cannot run here is shown with the reason. */
export function StrategyPicker({ strategies, chosen, onChoose, fault, noteId }: StrategyPickerProps) {
  const known = strategies.map(({ id }) => id);
  return (
    <Select.Root multiple value={[...chosen]} onValueChange={(ids) => onChoose(inOrder(ids, known))}>
      <div className="flex min-w-0 flex-col gap-1">
        <Select.Label className={LABEL}>Strategies</Select.Label>
        <Select.Trigger
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : noteId}
          className={`${CONTROL} flex items-center justify-between gap-2 px-3 aria-invalid:border-2 aria-invalid:border-bad`}
        >
          <Select.Value className="truncate tabular-nums">{() => wordsOf(chosen, strategies)}</Select.Value>
          <Select.Icon>
            <ChevronIcon />
          </Select.Icon>
        </Select.Trigger>
      </div>
      <Select.Portal>
        <Select.Positioner alignItemWithTrigger={false} sideOffset={6} className="z-50">
          <Select.Popup className={`${POPUP} w-[min(26rem,calc(100vw-2rem))] p-1.5`}>
            <Select.List className="max-h-[min(30rem,var(--available-height))] overflow-y-auto">
              {strategies.map((strategy) => (
                <StrategyItem key={strategy.id} strategy={strategy} />
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

function StrategyItem({ strategy: { id, title, tagline, unavailable } }: { strategy: StrategyInfo }) {
  return (
    <Select.Item
      value={id}
      disabled={unavailable !== null}
      className="grid grid-cols-[1.25rem_1fr] items-start gap-2.5 rounded-lg px-2.5 py-2 outline-none data-highlighted:bg-panel-2"
    >
      <span className="mt-0.5 grid size-4.5 place-items-center rounded border border-edge">
        <Select.ItemIndicator>
          <CheckIcon className="size-3.5" />
        </Select.ItemIndicator>
      </span>
      <span>
        <Select.ItemText className={unavailable === null ? 'font-semibold' : 'font-semibold text-dim'}>{title}</Select.ItemText>
        <span className="block text-cap text-dim">{unavailable === null ? tagline : `Not here: ${unavailable}`}</span>
      </span>
    </Select.Item>
  );
}

function wordsOf(chosen: readonly string[], strategies: readonly StrategyInfo[]): string {
  if (chosen.length === 1) return strategies.find(({ id }) => id === chosen[0])?.title ?? '1';
  return chosen.length === 0 ? 'none' : `${chosen.length} of ${strategies.length}`;
}
