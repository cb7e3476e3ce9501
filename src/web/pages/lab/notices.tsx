'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import { AlertIcon } from '@/web/parts/icons';
import { TokenNeeded } from '@/web/parts/session/token-needed';
import { useLocked } from '@/web/parts/session/use-session';
import { LabButton } from './lab-button';
import type { LabControl } from './use-lab';

/** What is wrong, a sentence each, and what to do about it. */
export function Notices({ control }: { control: LabControl }) {
  const { view, faults, reopen } = control;
  const { phase, lab, refusal } = view;
  const locked = useLocked();
  const wasLocked = useRef(false);
  useEffect(() => {
    // A visitor who has just logged in wants the lab that was refused.
    if (wasLocked.current && !locked && phase === 'refused') reopen();
    wasLocked.current = locked;
  }, [locked, phase, reopen]);
  return (
    <div>
      {faults.map((fault) => <Notice key={fault}>In the address: {fault}</Notice>)}
      {lab?.problem && phase === 'open' ? <Notice>{lab.problem} The lab is just before it.</Notice> : null}
      {phase === 'refused' && locked ? <div className="py-1"><TokenNeeded what="The lab" /></div> : null}
      {phase === 'refused' && !locked ? <Notice action={<LabButton onPress={reopen}>Try again</LabButton>}>{refusal}</Notice> : null}
      {phase === 'closed' && lab ? (
        <Notice action={<LabButton onPress={reopen} look="strong">Open it again</LabButton>}>
          There was no move for a while, or the server restarted. Open transactions are rolled back and the sessions released; your moves are kept here and can be made again.
        </Notice>
      ) : null}
    </div>
  );
}

function Notice({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-4 gap-y-2 py-1 font-medium text-warn">
      <p className="flex min-w-0 gap-2"><AlertIcon className="mt-0.5 size-4" /><span className="min-w-0 break-words">{children}</span></p>
      {action}
    </div>
  );
}
