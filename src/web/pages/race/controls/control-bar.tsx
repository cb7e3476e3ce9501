'use client';

import type { Experiment } from '@/domain/experiment';
import type { StrategyInfo } from '@/domain/strategy';
import type { DraftControl } from '@/web/pages/race/hooks/use-plan-draft';
import type { OfferedFault } from '@/web/parts/words/fault-words';
import { boundsOf, type DraftFaults, type DraftNumber, type PlanLimits } from '@/web/pages/race/model/plan-draft';
import { AdvancedPopover } from './advanced-popover';
import { ExperimentPicker } from './experiment-picker';
import { FaultPicker } from './fault-picker';
import { FloodButton } from './flood-button';
import { NumberInput } from '@/web/parts/controls/number-input';
import { StrategyPicker } from './strategy-picker';

const FIELDS: readonly { field: DraftNumber; label: string; step: number; unit?: string }[] = [
  { field: 'stock', label: 'Stock', step: 10 },
  { field: 'buyers', label: 'Buyers', step: 100 },
  { field: 'concurrency', label: 'At once', step: 10 },
  { field: 'thinkMs', label: 'Think time', step: 1, unit: 'ms' },
  { field: 'replicas', label: 'Replicas', step: 1 },
];

interface ControlBarProps {
  control: DraftControl;
  faults: DraftFaults;
  offered: readonly OfferedFault[];
  limits: PlanLimits;
  strategies: readonly StrategyInfo[];
  experiments: readonly Experiment[];
  noteId: string;
  /** `locked`: a visitor who may not flood may not choose what to flood either; the note says why. */
  flood: { underWay: boolean; disabled: boolean; locked: boolean; onFlood: () => void; onCancel: () => void };
}

/** Everything that decides a flood, in one row; on the phone in three columns, with the button at the thumb. */
export function ControlBar({ control, faults, offered, limits, strategies, experiments, noteId, flood: { locked, ...flood } }: ControlBarProps) {
  const { draft, change, take } = control;
  return (
    <form
      aria-label="The flood"
      data-hide-on-projector
      onSubmit={(event) => event.preventDefault()}
      className="card grid grid-cols-6 items-end gap-2.5 p-3 lg:flex lg:flex-wrap lg:p-3.5 xl:flex-nowrap"
    >
      <fieldset disabled={locked} className="contents">
        <div className="col-span-6 lg:w-48 lg:min-w-0 lg:shrink">
          <ExperimentPicker
            experiments={experiments}
            chosen={draft.experiment}
            onChoose={(experiment) => (experiment?.plans[0] ? take(experiment.plans[0]) : change({ experiment: null }))}
          />
        </div>
        <div className="order-1 col-span-2 lg:order-none lg:w-32 lg:shrink-0">
          <StrategyPicker strategies={strategies} chosen={draft.strategies} onChoose={(ids, how) => change({ strategies: ids }, how)} fault={faults.strategies} noteId={noteId} />
        </div>
        {FIELDS.map(({ field, label, step, unit }) => (
          <NumberInput
            key={field}
            label={label}
            value={draft[field]}
            onChange={(value) => change({ [field]: value })}
            {...boundsOf(field, limits)}
            step={step}
            unit={unit}
            fault={faults[field]}
            noteId={noteId}
            className="order-1 col-span-2 min-w-0 lg:order-none lg:w-22"
          />
        ))}
        <div className="order-1 col-span-3 min-w-0 lg:order-none lg:w-52 lg:shrink">
          <FaultPicker faults={offered} chosen={draft.fault} onChoose={(fault) => change({ fault })} />
        </div>
        <div className="order-1 col-span-3 lg:order-none">
          <AdvancedPopover draft={draft} faults={faults} limits={limits} noteId={noteId} change={change} />
        </div>
        <div className="hidden grow lg:block" />
        <FloodButton {...flood} className="hidden lg:flex" />
        <div className="fixed inset-x-0 bottom-0 z-40 border-t border-line bg-panel p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:hidden">
          <FloodButton {...flood} className="w-full" />
        </div>
      </fieldset>
    </form>
  );
}
