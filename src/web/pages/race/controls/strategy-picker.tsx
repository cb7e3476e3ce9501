'use client';

import { Popover } from '@base-ui/react/popover';
import { useMemo } from 'react';
import type { StrategyInfo } from '@/domain/strategy';
import type { AddressChange } from '@/web/parts/page-address';
import { inOrder } from '@/web/pages/race/model/plan-draft';
import { choiceWords, strategyGroups, strategyPresets, withVariants } from '@/web/parts/strategy-choice';
import { ChevronIcon } from '@/web/parts/icons';
import { StrategyOption } from './strategy-option';
import { StrategyPresets } from './strategy-presets';
import { CONTROL, LABEL, POPUP } from '@/web/parts/controls/styles';

interface StrategyPickerProps {
  strategies: readonly StrategyInfo[];
  chosen: readonly string[];
  onChoose: (ids: string[], how: AddressChange) => void;
  fault?: string;
  noteId: string;
}

/** Which shops are flooded: one press for a set of them, or one by one, with their variants. */
export function StrategyPicker({ strategies, chosen, onChoose, fault, noteId }: StrategyPickerProps) {
  const known = useMemo(() => withVariants(strategies).map(({ id }) => id), [strategies]);
  const groups = useMemo(() => strategyGroups(strategies), [strategies]);
  const presets = useMemo(() => strategyPresets(strategies), [strategies]);
  const words = choiceWords(chosen, strategies);
  const toggle = (id: string, on: boolean) => onChoose(inOrder(on ? [...chosen, id] : chosen.filter((other) => other !== id), known), 'replace');
  return (
    <Popover.Root>
      <div className="flex min-w-0 flex-col gap-1">
        <span className={LABEL} aria-hidden>Strategies</span>
        <Popover.Trigger
          aria-label={`Strategies: ${words}`}
          data-invalid={fault === undefined ? undefined : ''}
          aria-describedby={fault === undefined ? undefined : noteId}
          className={`${CONTROL} flex items-center justify-between gap-2 px-3 data-invalid:border-2 data-invalid:border-bad`}
        >
          <span className="truncate tabular-nums">{words}</span>
          <ChevronIcon />
        </Popover.Trigger>
      </div>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={12} className="z-50">
          <Popover.Popup className={`${POPUP} flex max-h-[min(44rem,var(--available-height))] w-[min(68rem,calc(100vw-1.5rem))] flex-col`}>
            <div className="border-b border-line p-3">
              <Popover.Title className="sr-only">Which shops are flooded</Popover.Title>
              <StrategyPresets presets={presets} chosen={chosen} onChoose={(ids) => onChoose(inOrder(ids, known), 'push')} />
            </div>
            <div className="grow overflow-y-auto p-3 lg:columns-3 lg:gap-5">
              {groups.map((group) => (
                <section key={group.class} aria-label={group.title} className="pb-3">
                  <h3 className="break-after-avoid pb-1 pl-2 text-cap text-dim">
                    <span className="text-[0.9rem] font-semibold text-ink">{group.title}</span> {group.means}
                  </h3>
                  {group.strategies.map((strategy) => (
                    <StrategyOption key={strategy.id} strategy={strategy} chosen={chosen} onToggle={toggle} />
                  ))}
                </section>
              ))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
