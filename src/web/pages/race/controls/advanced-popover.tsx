'use client';

import { Popover } from '@base-ui/react/popover';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import { LIMITS } from '@/domain/limits';
import type { ArrivalKind } from '@/domain/plan';
import { boundsOf, type DraftFaults, type DraftNumber, type PlanDraft, type PlanLimits } from '@/web/pages/race/model/plan-draft';
import { SlidersIcon } from '@/web/parts/icons';
import { FaultAim } from './fault-aim';
import { NumberInput } from '@/web/parts/controls/number-input';
import { CONTROL, POPUP } from '@/web/parts/controls/styles';

const ARRIVAL_WORDS: Readonly<Record<ArrivalKind, { name: string; how: string }>> = {
  'closed-loop': { name: 'Closed loop', how: 'A fixed number at once; the next buyer starts when one is answered.' },
  burst: { name: 'Burst', how: 'All buyers start at the same moment.' },
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

/** How buyers arrive and what each takes, how often it is repeated, and the seed that makes it repeatable. */
export function AdvancedPopover({ draft, faults, limits, noteId, change }: AdvancedPopoverProps) {
  const titleId = useId();
  const takeArrivals = (arrivals: ArrivalKind) =>
    change({ arrivals, ratePerSecond: arrivals === 'open-loop' ? (draft.ratePerSecond ?? 1_000) : null });
  const fields = { draft, faults, limits, noteId, change };
  return (
    <Popover.Root>
      <Popover.Trigger className={`${CONTROL} flex items-center justify-center gap-2 px-3 lg:w-auto!`}>
        <SlidersIcon />
        Advanced
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="z-50">
          <Popover.Popup className={`${POPUP} flex max-h-(--available-height) w-[min(22rem,calc(100vw-2rem))] flex-col gap-4 overflow-y-auto p-4`}>
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
              {draft.arrivals === 'open-loop' ? <Field field="ratePerSecond" label="Arrivals a second" step={100} {...fields} /> : null}
              <Field field="quantity" label="Units a purchase" {...fields} />
              <Field field="repeat" label="Repeats" {...fields} />
              <Field field="seed" label="Seed" {...fields} />
              <NumberInput label="Pool size" placeholder="as started" value={draft.poolSize} onChange={(poolSize) => change({ poolSize })} {...LIMITS.poolSize} fault={faults.poolSize} noteId={noteId} />
            </div>
            <p className="text-cap text-dim">The same seed gives every lane the same arrivals and think times. Each repeat has a seed of its own, and many without a violation bound how rare one can be. The pool is the database connections of each shop.</p>
            <FaultAim fault={draft.fault} onAim={(fault) => change({ fault })} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface FieldProps extends AdvancedPopoverProps {
  field: DraftNumber;
  label: string;
  step?: number;
}

function Field({ field, label, step, draft, faults, limits, noteId, change }: FieldProps) {
  return (
    <NumberInput label={label} value={draft[field]} onChange={(value) => change({ [field]: value })} {...boundsOf(field, limits)} step={step} fault={faults[field]} noteId={noteId} />
  );
}
