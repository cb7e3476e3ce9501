'use client';

import { Button } from '@base-ui/react/button';
import { useRef } from 'react';
import { StopIcon } from '@/web/parts/icons';

/** A double click on Flood must not be a flood and its cancellation. */
const GRACE_MS = 600;

interface FloodButtonProps {
  underWay: boolean;
  disabled: boolean;
  onFlood: () => void;
  onCancel: () => void;
  className?: string;
}

/** The one big button: floods, and cancels while a flood is under way. It keeps its size and its place. */
export function FloodButton({ underWay, disabled, onFlood, onCancel, className = '' }: FloodButtonProps) {
  const floodedAt = useRef(Number.NEGATIVE_INFINITY);
  const press = (event: { timeStamp: number }) => {
    if (!underWay) {
      floodedAt.current = event.timeStamp;
      onFlood();
    } else if (event.timeStamp - floodedAt.current > GRACE_MS) onCancel();
  };
  const look = underWay ? 'border-2 border-edge bg-panel-2 text-ink' : 'border-2 border-transparent bg-ink text-bg hover:opacity-90';
  return (
    <Button
      onClick={press}
      disabled={disabled}
      focusableWhenDisabled
      className={`flex h-12 min-w-40 items-center justify-center gap-3 rounded-xl px-6 text-[1.05rem] font-bold data-disabled:opacity-50 ${look} ${className}`}
    >
      {underWay ? (
        <>
          <StopIcon />
          Cancel
        </>
      ) : (
        <>
          Flood
          <kbd aria-hidden className="hidden rounded-md border border-current px-1.5 py-px font-mono text-cap font-medium lg:inline">space</kbd>
        </>
      )}
    </Button>
  );
}
