'use client';

import { useEffect } from 'react';
import { labKeyAction, PRESSES, type LabKeyAction } from './lab-key';

const TYPES = 'input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=dialog]';
const IS_PRESSED = 'button, a, summary, [role=button]';

/** Calls `act` for the keys of the lab, unless the visitor is typing or a focused control wants the key for itself. A key that is held down counts once. */
export function useLabKeys(act: (action: LabKeyAction) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target, key } = event;
      if (target instanceof Element && (target.closest(TYPES) || (PRESSES.has(key) && target.closest(IS_PRESSED)))) return;
      const action = labKeyAction(key);
      if (!action) return;
      event.preventDefault();
      act(action);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [act]);
}
