'use client';

import { Button } from '@base-ui/react/button';
import { useEffect, useState } from 'react';

/** How long the question is shown. */
const ASKS_FOR_MS = 5_000;

/** Restores the initial stock, which deletes the product's orders: so it asks first, in its own place. */
export function ResetButton({ name, disabled, onReset }: { name: string; disabled: boolean; onReset: () => void }) {
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    if (!asks) return;
    const timer = setTimeout(() => setAsks(false), ASKS_FOR_MS);
    return () => clearTimeout(timer);
  }, [asks]);
  const press = () => {
    if (asks) onReset();
    setAsks(!asks);
  };
  return (
    <Button onClick={press} disabled={disabled} focusableWhenDisabled className={`h-10 min-w-36 rounded-lg border px-3 font-semibold whitespace-nowrap data-disabled:opacity-50 ${asks ? 'border-ink bg-ink text-bg' : 'border-line bg-panel-2 hover:border-edge'}`}>
      <span aria-live="polite">{asks ? 'Delete orders?' : 'Reset'}</span><span className="sr-only"> {name}</span>
    </Button>
  );
}
