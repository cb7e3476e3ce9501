'use client';

import { useEffect, useRef } from 'react';
import type { LabBuyer } from '@/domain/lab';
import { outcomeWords } from '@/domain/lab-words';
import { LabButton } from './lab-button';
import { NextStep, PlannedStepCard, TakenStep } from './step-card';

interface BuyerColumnProps {
  buyer: LabBuyer;
  isolation: string;
  /** The lesson's next move is this buyer's. */
  suggested: boolean;
  /** On a phone one buyer is shown at a time. */
  shown: boolean;
  disabled: boolean;
  onStep: () => void;
  className: string;
}

/** One buyer: its session, the steps that it has taken, the next one and those to come. */
export function BuyerColumn({ buyer, isolation, suggested, shown, disabled, onStep, className }: BuyerColumnProps) {
  const { name, sessionPid, replica, steps, planned, outcome, status } = buyer;
  const [next, ...later] = planned;
  const ready = status === 'ready' && next !== undefined;
  return (
    <section data-buyer={name} aria-labelledby={`buyer-${name}`} className={`card border-t-3 border-t-hue p-3.5 ${shown ? '' : 'max-lg:hidden'} ${className}`}>
      <header className="flex flex-wrap items-baseline justify-between gap-x-3 pb-2">
        <h2 id={`buyer-${name}`} className="text-[1.1rem] font-bold tracking-tight text-hue">Buyer {name}</h2>
        <p className="text-cap text-dim">session {sessionPid}, process {replica + 1}, {isolation}</p>
      </header>
      <ol className="flex flex-col gap-2">
        {steps.map((step, place) => <TakenStep key={place} step={step} />)}
        {ready ? (
          <NextStep step={next}>
            <StepButton name={name} steps={steps.length} suggested={suggested} disabled={disabled} onStep={onStep} />
          </NextStep>
        ) : null}
        {(ready ? later : planned).map((step, place) => <PlannedStepCard key={`planned ${place}`} step={step} />)}
      </ol>
      {outcome ? <p className={`pt-3 font-semibold ${outcome.kind === 'unknown' ? 'text-warn' : ''}`}>{name}: {outcomeWords(outcome)}</p> : null}
    </section>
  );
}

interface StepButtonProps {
  name: string;
  /** Taken so far: the button moves down with every step. */
  steps: number;
  suggested: boolean;
  disabled: boolean;
  onStep: () => void;
}

/** After a press by keyboard the focus stays on it at the next step. */
function StepButton({ name, steps, suggested, disabled, onStep }: StepButtonProps) {
  const button = useRef<HTMLElement>(null);
  const before = useRef(steps);
  useEffect(() => {
    if (before.current === steps) return;
    before.current = steps;
    // Only sideways and downwards as far as needed, and never while the visitor reads further up on a phone.
    if (window.matchMedia('(min-width: 64rem)').matches) button.current?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [steps]);
  return (
    <LabButton ref={button} onPress={onStep} disabled={disabled} look={suggested ? 'strong' : 'plain'} shortcut={name} className="h-7.5! border-hue! px-2.5! max-lg:hidden">
      Step <kbd className="font-mono text-cap">{name}</kbd>
    </LabButton>
  );
}
