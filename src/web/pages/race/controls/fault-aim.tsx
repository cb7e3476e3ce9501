'use client';

import { Input } from '@base-ui/react/input';
import { useId } from 'react';
import { parseFault } from '@/domain/fault';
import { aimedAt } from '@/web/parts/words/fault-words';
import { CONTROL, LABEL } from '@/web/parts/controls/styles';

/** The step at which the chosen fault strikes, where another one can be named. */
export function FaultAim({ fault, onAim }: { fault: string | null; onAim: (fault: string) => void }) {
  const id = useId();
  const aimed = fault === null ? null : parseFault(fault);
  if (fault === null || aimed === null || typeof aimed === 'string' || !aimed.info.aimable) return null;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={LABEL}>
        {aimed.info.title}: at the step
      </label>
      <Input
        key={aimed.info.name}
        id={id}
        defaultValue={aimed.step ?? ''}
        maxLength={60}
        onBlur={(event) => onAim(aimedAt(fault, event.currentTarget.value))}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onAim(aimedAt(fault, event.currentTarget.value));
        }}
        className={`${CONTROL} px-3 font-mono text-[0.875rem]`}
      />
      <p className="text-cap text-dim">The steps of a shop are the names in its code, such as begin or commit.</p>
    </div>
  );
}
