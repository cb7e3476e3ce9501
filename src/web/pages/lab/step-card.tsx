import type { ReactNode } from 'react';
import type { LabStep, PlannedStep } from '@/domain/lab';
import { observationWords } from '@/domain/lab-words';
import type { Step } from '@/domain/step';
import { CheckIcon, CrossIcon, HourglassIcon } from '@/web/parts/icons';
import { waitWords } from './lab-words';
import { SqlText } from '@/web/parts/code/sql-text';
import { withoutValues } from '@/web/parts/code/sql-tokens';

const CARD = 'rounded-lg border px-3 py-2';

const TAKEN = {
  done: { look: 'border-line bg-panel-2', sign: <CheckIcon className="size-4 text-ok" />, word: 'done' },
  failed: { look: 'border-bad bg-panel-2', sign: <CrossIcon className="size-4 text-bad" />, word: 'failed' },
  waiting: { look: 'border-warn bg-panel-2 hatch-wait', sign: <HourglassIcon className="size-4 text-warn" />, word: 'waiting' },
} as const;

/** A step that was taken, and what came back. */
export function TakenStep({ step }: { step: LabStep }) {
  const { look, sign, word } = TAKEN[step.status];
  return (
    <li data-step={step.status} className={`${CARD} ${look}`}>
      <StepName name={step.name}>
        {sign}
        <span className="sr-only">{word}</span>
      </StepName>
      <SqlText statements={step.sql} />
      <Result reserved={answers(step)}>
        {step.status === 'waiting' ? <span className="text-warn">{waitWords(step)}</span> : null}
        {step.status === 'done' ? <Seen step={step} tone="text-safe" /> : null}
        {step.status === 'failed' ? <Seen step={step} tone="text-bad" /> : null}
      </Result>
    </li>
  );
}

function Seen({ step, tone }: { step: LabStep; tone: string }) {
  const words = observationWords(step.observed);
  return <span className={tone}>{words === '' ? (step.wait === null ? '' : 'waited, and went on') : `→ ${words}${step.wait === null || step.status === 'failed' ? '' : ', after waiting'}`}</span>;
}

/** A buyer's next step, with the button that takes it. */
export function NextStep({ step, children }: { step: PlannedStep; children: ReactNode }) {
  return (
    <li data-step="next" className={`${CARD} relative border-ink bg-panel-2 ring-1 ring-ink`}>
      <div className="lg:pr-20"><StepName name={step.name} /></div>
      <div className="absolute top-1.5 right-1.5">{children}</div>
      <SqlText statements={step.sql.map(withoutValues)} />
      <Result reserved={answers(step)} />
    </li>
  );
}

/** A step that is still to come, as one buyer alone would go on. */
export function PlannedStepCard({ step }: { step: PlannedStep }) {
  return (
    <li data-step="planned" className={`${CARD} border-dashed border-line text-dim max-lg:hidden`}>
      <StepName name={step.name} />
      <div className="[&_span]:text-dim!"><SqlText statements={step.sql.map(withoutValues)} /></div>
      <Result reserved={answers(step)} />
    </li>
  );
}

function StepName({ name, children }: { name: string; children?: ReactNode }) {
  return (
    <p className="flex min-h-6 items-center justify-between gap-2 font-semibold">
      {name}
      <span className="shrink-0">{children}</span>
    </p>
  );
}

/** Whether a row may come back; begin and commit have nothing to say. */
const answers = ({ kind }: Step): boolean => kind !== 'begin' && kind !== 'commit' && kind !== 'rollback';

/** Its room is kept from the start: what comes back moves nothing. */
function Result({ reserved, children }: { reserved: boolean; children?: ReactNode }) {
  return <p className={`${reserved ? 'min-h-5.5' : ''} font-mono text-[0.8rem] leading-5.5 font-medium break-words`}>{children}</p>;
}
