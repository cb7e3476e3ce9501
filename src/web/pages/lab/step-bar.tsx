'use client';

import type { LabState } from '@/domain/lab';
import type { Move } from '@/domain/schedule';
import { BackIcon } from '@/web/parts/icons';
import { LabButton } from './lab-button';

interface StepBarProps {
  lab: LabState | null;
  suggested: Move | null;
  disabled: boolean;
  onMove: (move: Move) => void;
  onBack: () => void;
}

/** For one thumb: every buyer's step at the foot of a phone. The buttons keep their places, no matter which buyer can move. */
export function StepBar({ lab, suggested, disabled, onMove, onBack }: StepBarProps) {
  const possible = lab?.possible ?? [];
  const moves: Move[] = [...(lab?.buyers ?? []).map(({ name }) => name), ...(possible.includes('T') || (lab?.keys.length ?? 0) > 0 ? (['T'] as const) : [])];
  return (
    <div role="group" aria-label="Steps" className="fixed inset-x-0 bottom-0 z-40 flex gap-2 border-t border-line bg-panel p-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))] lg:hidden">
      <LabButton onPress={onBack} disabled={disabled || (lab?.moves.length ?? 0) === 0} label="Back" className="h-12"><BackIcon /></LabButton>
      {moves.map((move) => (
        <span key={move} data-buyer={move} className="min-w-0 grow basis-0">
          <LabButton
            onPress={() => onMove(move)}
            disabled={disabled || !possible.includes(move)}
            look={move === suggested ? 'strong' : 'plain'}
            label={move === 'T' ? 'Let time pass' : `Step ${move}`}
            className="h-12 w-full border-hue! px-1!"
          >
            {move === 'T' ? 'Time' : <>Step <span className={move === suggested ? '' : 'text-hue'}>{move}</span></>}
          </LabButton>
        </span>
      ))}
    </div>
  );
}
