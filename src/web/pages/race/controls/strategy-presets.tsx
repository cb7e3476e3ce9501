'use client';

import { Button } from '@base-ui/react/button';
import { isChosen, type StrategyPreset } from '@/web/parts/strategy-choice';

interface StrategyPresetsProps {
  presets: readonly StrategyPreset[];
  chosen: readonly string[];
  onChoose: (ids: string[]) => void;
}

/** Whole sets of shops at one press. */
export function StrategyPresets({ presets, chosen, onChoose }: StrategyPresetsProps) {
  return (
    <div role="group" aria-label="Sets of strategies" className="flex flex-wrap gap-1.5">
      {presets.map((preset) => (
        <Button
          key={preset.name}
          aria-pressed={isChosen(preset, chosen)}
          onClick={() => onChoose(preset.ids)}
          className="h-9 rounded-lg border border-line px-3 font-semibold hover:border-edge aria-pressed:border-transparent aria-pressed:bg-ink aria-pressed:text-bg"
        >
          {preset.name} <span className="font-normal tabular-nums opacity-80">{preset.ids.length}</span>
        </Button>
      ))}
    </div>
  );
}
