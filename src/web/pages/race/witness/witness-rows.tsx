import type { StepTone } from '@/domain/step';
import type { Timeline } from './witness-timeline';

const TONES: Readonly<Record<StepTone, string>> = {
  read: 'border-safe border-2 text-ink',
  write: 'border-bad border-2 text-bad',
  wait: 'border-line hatch-warn text-dim',
  other: 'border-line text-dim',
};

/** Two lines of steps over one axis. The words in the boxes say what each step saw or wrote. */
export function WitnessRows({ timeline: { rows, ticks } }: { timeline: Timeline }) {
  return (
    <div className="flex flex-col gap-4">
      {rows.map(({ name, buyerId, steps }) => (
        <div key={`${name} ${buyerId}`}>
          <p className="pb-1 text-dim">
            <span className="font-semibold text-ink">{name}</span>
          </p>
          {steps.length === 0 ? <p className="flex h-9 items-center text-dim">Of its steps nothing is known: its answer never came back.</p> : null}
          <ol className={`relative h-9 ${steps.length === 0 ? 'hidden' : ''}`}>
            {steps.map(({ label, fits, tone, left, width, startMs, endMs }) => (
              <li
                key={`${label} ${startMs}`}
                title={`${label}: ${startMs.toFixed(2)} to ${endMs.toFixed(2)} ms`}
                className={`absolute flex h-full items-center overflow-hidden rounded-md border bg-panel-2 font-mono text-[0.75rem] font-semibold ${TONES[tone]}`}
                style={{ left: percent(left), width: percent(width) }}
              >
                <span className={fits ? `mx-auto rounded px-1 whitespace-nowrap ${tone === 'wait' ? 'bg-panel-2' : ''}` : 'sr-only'}>{label}</span>
              </li>
            ))}
          </ol>
        </div>
      ))}
      <div className="relative h-11 border-t border-edge text-cap text-dim tabular-nums" aria-hidden>
        {ticks.map(({ left, label }) => (
          <span key={label + String(left)} className={`absolute top-1.5 whitespace-nowrap ${left > 0.84 ? '-translate-x-full' : left > 0 ? '-translate-x-1/2' : ''}`} style={{ left: percent(left) }}>
            {label}
          </span>
        ))}
        <span className="absolute top-6 left-0 whitespace-nowrap max-sm:hidden">Order exact; short steps drawn wider.</span>
      </div>
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
