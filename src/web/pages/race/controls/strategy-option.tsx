'use client';

import { Checkbox } from '@base-ui/react/checkbox';
import type { StrategyInfo } from '@/domain/strategy';
import { CLASS_WORDS } from '@/web/parts/strategy-choice';
import { CheckIcon } from '@/web/parts/icons';

interface StrategyOptionProps {
  strategy: StrategyInfo;
  chosen: readonly string[];
  onToggle: (id: string, on: boolean) => void;
}

/** A strategy to tick, and below it its variants. */
export function StrategyOption({ strategy, chosen, onToggle }: StrategyOptionProps) {
  return (
    <>
      <Tick info={strategy} chosen={chosen} onToggle={onToggle} word={strategy.tagline} />
      {strategy.variants.length > 0 ? (
        <div role="group" aria-label={`Variants of ${strategy.title}`} className="ml-4.5 border-l border-line pl-1.5">
          {strategy.variants.map((variant) => (
            <Tick
              key={variant.id}
              info={variant}
              chosen={chosen}
              onToggle={onToggle}
              word={variant.class === strategy.class ? variant.tagline : `${variant.tagline} · ${CLASS_WORDS[variant.class]}`}
            />
          ))}
        </div>
      ) : null}
    </>
  );
}

interface TickProps {
  info: StrategyInfo;
  chosen: readonly string[];
  word: string;
  onToggle: (id: string, on: boolean) => void;
}

/** One that cannot run here is shown with the reason. */
function Tick({ info: { id, title, unavailable }, chosen, word, onToggle }: TickProps) {
  const dim = unavailable !== null;
  return (
    <label className={`grid break-inside-avoid grid-cols-[1.125rem_1fr] items-start gap-2.5 rounded-lg px-2 py-1 max-lg:py-2 ${dim ? '' : 'cursor-pointer hover:bg-panel-2'}`}>
      <Checkbox.Root
        checked={chosen.includes(id)}
        onCheckedChange={(on) => onToggle(id, on)}
        disabled={dim}
        className="mt-0.5 grid size-4.5 place-items-center rounded border border-edge data-checked:border-ink data-checked:bg-ink data-checked:text-bg"
      >
        <Checkbox.Indicator>
          <CheckIcon className="size-3.5" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span className="min-w-0">
        <span className={`font-semibold ${dim ? 'text-dim' : ''}`}>{title}</span>{' '}
        <span className="block text-cap text-dim">{unavailable === null ? word : `Not here: ${unavailable}`}</span>
      </span>
    </label>
  );
}
