'use client';

import { Button } from '@base-ui/react/button';
import { useRef } from 'react';
import { StopIcon } from '@/web/parts/icons';

/** A double click on Search must not be a search and its cancellation. */
const GRACE_MS = 600;

interface SearchButtonProps {
  underWay: boolean;
  disabled: boolean;
  onSearch: () => void;
  onCancel: () => void;
  className?: string;
}

/** The one big button: searches, and cancels while a search is under way. It keeps its size and its place. */
export function SearchButton({ underWay, disabled, onSearch, onCancel, className = '' }: SearchButtonProps) {
  const searchedAt = useRef(Number.NEGATIVE_INFINITY);
  const press = (event: { timeStamp: number }) => {
    if (!underWay) {
      searchedAt.current = event.timeStamp;
      onSearch();
    } else if (event.timeStamp - searchedAt.current > GRACE_MS) onCancel();
  };
  const look = underWay ? 'border-2 border-edge bg-panel-2 text-ink' : 'border-2 border-transparent bg-ink text-bg hover:opacity-90';
  return (
    <Button onClick={press} disabled={disabled} focusableWhenDisabled aria-keyshortcuts={underWay ? undefined : 'S'} className={`flex h-12 min-w-56 items-center justify-center gap-3 rounded-xl px-6 text-[1.05rem] font-bold whitespace-nowrap data-disabled:opacity-50 ${look} ${className}`}>
      {underWay ? (
        <>
          <StopIcon />
          Cancel
        </>
      ) : (
        <>
          Search all schedules
          <kbd aria-hidden className="hidden rounded-md border border-current px-1.5 py-px font-mono text-cap font-medium lg:inline">S</kbd>
        </>
      )}
    </Button>
  );
}
