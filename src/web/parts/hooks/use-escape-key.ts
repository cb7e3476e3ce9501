'use client';

import { useEffect } from 'react';

/** Calls `action` for Escape while `active`, before anything else on the page that listens for it, and instead of it. */
export function useEscapeKey(active: boolean, action: () => void): void {
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.repeat) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      action();
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [active, action]);
}
