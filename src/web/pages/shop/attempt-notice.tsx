'use client';

import { Button } from '@base-ui/react/button';
import { AlertIcon, CheckIcon, CrossIcon, HourglassIcon } from '@/web/parts/icons';
import type { Attempt } from './attempt';
import { attemptWords } from './attempt-words';

const TONES = { good: 'text-ok', wait: 'text-warn', plain: 'text-ink' } as const;

interface AttemptNoticeProps {
  attempt: Attempt;
  onDismiss: () => void;
  large?: boolean;
  /** The look of the panel while there is something to say. */
  className?: string;
}

/** The result of the last press, also for screen readers. The live region is there from the start, or they would not read it. */
export function AttemptNotice({ attempt, onDismiss, large = false, className = '' }: AttemptNoticeProps) {
  const words = attemptWords(attempt);
  const Icon = words?.tone === 'good' ? CheckIcon : attempt.kind === 'too-fast' ? HourglassIcon : AlertIcon;
  return (
    <div className={words ? `flex items-start gap-2 ${className}` : ''}>
      <div role="status" className="min-w-0 grow">
        {words ? (
          <>
            <p className={`flex items-center gap-2 font-bold ${TONES[words.tone]} ${large ? 'text-[1.3rem] leading-tight sm:text-[1.9rem]' : 'text-[1.1rem]'}`}>
              <Icon className={large ? 'size-5 sm:size-7' : 'size-5'} />
              {words.title}
            </p>
            <p className={`pt-0.5 text-ink tabular-nums ${large ? 'sm:text-[1.2rem]' : ''}`}>{words.more}</p>
          </>
        ) : null}
      </div>
      {words ? (
        <Button onClick={onDismiss} aria-label="Close this note" className="-m-1 grid size-8 shrink-0 place-items-center rounded-lg text-dim hover:bg-panel-2 hover:text-ink">
          <CrossIcon />
        </Button>
      ) : null}
    </div>
  );
}
