'use client';

import { useEffect } from 'react';

const TAKES_SPACE = 'input, textarea, select, button, a, summary, [role], [contenteditable], [tabindex]:not([tabindex="-1"])';

/** Calls `action` for the space bar, unless the visitor is typing or a focused control wants the key for itself. */
export function useSpaceKey(action: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const plainSpace = event.code === 'Space' && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey;
      const taken = event.target instanceof Element && event.target !== document.body && event.target.closest(TAKES_SPACE);
      if (!plainSpace || event.defaultPrevented || taken) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [action]);
}
