'use client';

import { Button } from '@base-ui/react/button';
import { useId, useRef, useState } from 'react';
import { CONTROL, LABEL } from '@/web/parts/controls/styles';
import { AlertIcon } from '@/web/parts/icons';
import { sessionStore } from './session-store';

interface LogInFormProps {
  onDone?: () => void;
  autoFocus?: boolean;
  large?: boolean;
}

/** The instructor's token. A password manager may keep it: it has a name to keep it under. */
export function LogInForm({ onDone, autoFocus = false, large = false }: LogInFormProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [token, setToken] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const send = async () => {
    setAsking(true);
    const failed = token.trim() === '' ? 'Type the token first. It was printed in the terminal when Stampede started.' : await sessionStore.logIn(token.trim());
    setAsking(false);
    setFault(failed);
    if (failed === null) onDone?.();
    else input.current?.focus();
  };
  return (
    <form
      aria-label="Instructor log-in"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        if (!asking) void send();
      }}
      className="grid gap-3"
    >
      <input type="text" name="username" autoComplete="username" defaultValue="instructor" readOnly tabIndex={-1} aria-hidden className="hidden" />
      <div className="grid gap-1">
        <label htmlFor={id} className={LABEL}>Instructor's token</label>
        <input
          ref={input}
          id={id}
          name="password"
          type="password"
          autoComplete="current-password"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus={autoFocus}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          aria-invalid={fault !== null}
          aria-describedby={`${id}-note`}
          className={`${CONTROL} px-3 font-mono aria-invalid:border-2 aria-invalid:border-warn ${large ? 'h-12!' : ''}`}
        />
        <p id={`${id}-note`} role="status" className={`flex min-h-10 items-start gap-2 pt-1 text-cap ${fault === null ? 'text-dim' : 'font-medium text-warn'}`}>
          {fault === null ? 'Stampede prints it in its terminal when it starts.' : <><AlertIcon className="mt-0.5 size-4" />{fault}</>}
        </p>
      </div>
      <Button type="submit" disabled={asking} focusableWhenDisabled className={`rounded-lg bg-ink px-4 font-semibold text-bg hover:opacity-90 data-disabled:opacity-60 ${large ? 'h-12 text-[1.05rem]' : 'h-10'}`}>
        {asking ? 'Looking…' : 'Log in'}
      </Button>
    </form>
  );
}
