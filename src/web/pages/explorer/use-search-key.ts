'use client';

import { useEffect } from 'react';

const TYPES = 'input, textarea, select, [contenteditable], [role="listbox"], [role="dialog"]';

/** Calls `action` for the key S, unless the visitor is typing. */
export function useSearchKey(action: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const plain = event.key.toLowerCase() === 's' && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!plain || event.defaultPrevented || (event.target instanceof Element && event.target.closest(TYPES))) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [action]);
}
