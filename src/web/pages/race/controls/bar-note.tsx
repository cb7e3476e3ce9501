'use client';

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';
import type { Experiment } from '@/domain/experiment';
import type { FloodPlan } from '@/domain/plan';
import { faultSentence } from '@/web/parts/words/fault-words';
import type { PlanDraft } from '@/web/pages/race/model/plan-draft';
import { AlertIcon } from '@/web/parts/icons';
import { TokenNeeded } from '@/web/parts/session/token-needed';

const VARIES = { thinkMs: 'Think time', replicas: 'Replicas', concurrency: 'At once', buyers: 'Buyers' } as const;

interface BarNoteProps {
  id: string;
  /** Whether the instructor's token is needed first. */
  locked: boolean;
  /** What is wrong with the fields, or why the last flood was refused. */
  fault: string | null;
  experiment: Experiment | null;
  draft: PlanDraft;
  /** What the address asked for and means nothing here. */
  ignored: readonly string[];
  /** Why there are no experiments, in a sentence. */
  unreadable: string | null;
  /** Files of one's own that cannot be run as they are now; what was built before is in force. */
  broken: readonly { id: string; fault: string }[];
  onTake: (plan: FloodPlan) => void;
}

/** One line under the bar, always there: what is wrong, or what the chosen experiment asks and its variants. */
export function BarNote({ id, locked, fault, experiment, draft, ignored, unreadable, broken, onTake }: BarNoteProps) {
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2 pt-2" data-hide-on-projector>
      {locked ? <TokenNeeded id={id} what="Flooding" /> : <p id={id} role="status" className={fault === null ? 'text-dim' : 'flex items-center gap-2 font-medium text-bad'}>
        {fault === null ? (
          (experiment?.question ?? faultSentence(draft.fault) ?? inviting(draft.strategies.length))
        ) : (
          <>
            <AlertIcon />
            {fault}
          </>
        )}
      </p>}
      {ignored.length > 0 ? <Warning>Ignored in the address, because it means nothing here: {ignored.join(', ')}.</Warning> : null}
      {unreadable === null ? null : <Warning>No experiments: {unreadable}</Warning>}
      {broken.map(({ id, fault: why }) => (
        <div key={id} role="alert" className="basis-full text-bad">
          <p className="flex items-center gap-2 font-medium"><AlertIcon />The last saved {id} cannot be run; the build before it is in force.</p>
          <pre className="overflow-x-auto font-mono text-cap">{why}</pre>
        </div>
      ))}
      {experiment && experiment.varies !== null && experiment.plans.length > 1 ? (
        <Variants experiment={experiment} varies={experiment.varies} draft={draft} onTake={onTake} />
      ) : null}
    </div>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p className="flex min-w-0 items-center gap-2 break-words text-warn">
      <AlertIcon />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

const inviting = (shops: number): string =>
  shops === 1 ? 'One shop, one crowd. Choose a second strategy to compare them.' : 'Every shop gets the same buyers with the same seed. Only the code differs.';

interface VariantsProps {
  experiment: Experiment;
  varies: keyof typeof VARIES;
  draft: PlanDraft;
  onTake: (plan: FloodPlan) => void;
}

function Variants({ experiment, varies, draft, onTake }: VariantsProps) {
  const take = (values: string[]) => {
    const plan = experiment.plans.find((candidate) => String(candidate[varies]) === values[0]);
    if (plan) onTake(plan);
  };
  return (
    <ToggleGroup aria-label={VARIES[varies]} value={[String(draft[varies])]} onValueChange={take} className="flex items-center gap-1">
      <span className="pr-1 text-cap text-dim">{VARIES[varies]}</span>
      {experiment.plans.map((plan) => (
        <Toggle key={plan[varies]} value={String(plan[varies])} className="h-7 rounded-md border border-line px-2.5 font-semibold text-dim tabular-nums hover:border-edge data-pressed:bg-ink data-pressed:text-bg">
          {plan[varies]}
          {varies === 'thinkMs' ? ' ms' : ''}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
