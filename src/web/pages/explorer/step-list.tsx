import { transcriptSteps, type TranscriptStep } from './transcript-steps';

/** Two buyers have a column each. More would be too narrow: theirs overlap, each a little further in. */
function placeOf({ who }: TranscriptStep, buyers: number): string {
  if (who === 'T') return '1 / -1';
  const lane = 'ABCD'.indexOf(who) + 1;
  return buyers === 2 ? String(lane) : `${lane} / span 2`;
}

/** The steps of one schedule from top to bottom, each in the column of its buyer, with what was read and written. */
export function StepList({ transcript, buyers }: { transcript: readonly string[]; buyers: number }) {
  const columns = buyers === 2 ? 2 : buyers + 1;
  return (
    <ol className="grid gap-x-2 gap-y-1" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {transcriptSteps(transcript).map((step, place) => (
        <li
          key={place}
          data-buyer={step.who}
          data-kind={step.kind}
          style={{ gridColumn: placeOf(step, buyers), gridRow: place + 1 }}
          className={`rounded-r-md border-l-3 py-1 pr-2 pl-2 leading-snug ${step.kind === 'waits' || step.kind === 'time' ? 'border-warn bg-[color-mix(in_srgb,var(--warn)_12%,var(--panel))]' : 'border-hue bg-panel-2'} ${step.kind === 'ended' ? 'bg-transparent!' : ''}`}
        >
          <Line step={step} />
        </li>
      ))}
    </ol>
  );
}

function Line({ step: { number, who, kind, step, seen } }: { step: TranscriptStep }) {
  if (kind === 'ended') return <><span className="font-semibold">{who} </span><span className="text-dim">{seen}</span></>;
  return (
    <>
      <span className="text-dim tabular-nums">{number ?? ''}</span> <span className="font-semibold">{kind === 'time' ? '' : `${who} `}{step}</span>
      {seen === '' ? null : <span className="block font-mono text-cap break-words text-ink">{kind === 'waits' ? seen : `→ ${seen}`}</span>}
    </>
  );
}
