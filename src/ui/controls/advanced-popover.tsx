'use client';

import { Popover } from '@base-ui/react/popover';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import type { ArrivalKind } from '@/domain/plan';
import { boundsOf, type DraftFaults, type PlanDraft, type PlanLimits } from '@/ui/model/plan-draft';
import { SlidersIcon } from '@/ui/parts/icons';
import { NumberInput } from './number-input';
import { CONTROL, POPUP } from './styles';

const ARRIVAL_WORDS: Readonly<Record<ArrivalKind, { name: string; how: string }>> = {
  'closed-loop': { name: 'Closed loop', how: 'So many at once; the next buyer starts when one is answered.' },
  burst: { name: 'Burst', how: 'Everybody is let go at the same moment.' },
  'open-loop': { name: 'Open loop', how: 'Buyers arrive at a rate, whether or not the shop keeps up.' },
};

const KINDS: readonly ArrivalKind[] = ['closed-loop', 'burst', 'open-loop'];

interface AdvancedPopoverProps {
  draft: PlanDraft;
  faults: DraftFaults;
  limits: PlanLimits;
  noteId: string;
  change: (fields: Partial<PlanDraft>) => void;
}

/** How buyers arrive, and the seed that makes a flood repeatable. */
export function AdvancedPopover({ draft, faults, limits, noteId, change }: AdvancedPopoverProps) {
  const titleId = useId();
  const takeArrivals = (arrivals: ArrivalKind) =>
    change({ arrivals, ratePerSecond: arrivals === 'open-loop' ? (draft.ratePerSecond ?? 1_000) : null });
  return (
    <Popover.Root>
      <Popover.Trigger className={`${CONTROL} flex items-center justify-center gap-2 px-3 lg:w-auto!`}>
        <SlidersIcon />
        Advanced
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="z-50">
          <Popover.Popup className={`${POPUP} flex w-[min(22rem,calc(100vw-2rem))] flex-col gap-4 p-4`}>
            <Popover.Title id={titleId} className="font-semibold">How buyers arrive</Popover.Title>
            <RadioGroup aria-labelledby={titleId} value={draft.arrivals} onValueChange={takeArrivals} className="flex flex-col gap-2.5">
              {KINDS.map((kind) => (
                <label key={kind} className="grid grid-cols-[1.25rem_1fr] gap-2">
                  <Radio.Root value={kind} className="mt-0.5 grid size-4.5 place-items-center rounded-full border border-edge">
                    <Radio.Indicator className="size-2.5 rounded-full bg-ink" />
                  </Radio.Root>
                  <span>
                    <span className="font-semibold">{ARRIVAL_WORDS[kind].name}</span>
                    <span className="block text-cap text-dim">{ARRIVAL_WORDS[kind].how}</span>
                  </span>
                </label>
              ))}
            </RadioGroup>
            <div className="grid grid-cols-2 gap-3">
              {draft.arrivals === 'open-loop' ? (
                <NumberInput label="Arrivals a second" value={draft.ratePerSecond} onChange={(ratePerSecond) => change({ ratePerSecond })} {...boundsOf('ratePerSecond', limits)} step={100} fault={faults.ratePerSecond} noteId={noteId} />
              ) : null}
              <NumberInput label="Seed" value={draft.seed} onChange={(seed) => change({ seed })} {...boundsOf('seed', limits)} fault={faults.seed} noteId={noteId} />
            </div>
            <p className="text-cap text-dim">The same seed gives every lane the same arrivals and the same think times.</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
