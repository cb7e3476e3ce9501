'use client';

import { createContext, useCallback, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { PROJECTOR_KEY } from './projector-script';

interface Projector {
  on: boolean;
  /** Pixels of one rem: charts draw in pixels and must grow with the page. */
  remPx: number;
  set: (on: boolean) => void;
}

const REM_PX = 16;
const PROJECTED_REM_PX = 21.6;

const ProjectorContext = createContext<Projector>({ on: false, remPx: REM_PX, set: () => undefined });

/** Whether the page is on a projector: everything 1.35 times as large, the controls away. */
export const useProjector = (): Projector => useContext(ProjectorContext);

/** Kept for the tab: a reload in the middle of a lesson changes nothing, and tomorrow's visit has its controls again. */
export function ProjectorProvider({ children }: { children: ReactNode }) {
  const on = useSyncExternalStore(subscribe, () => stored.read(), () => false);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-projector', on);
  }, [on]);
  const set = useCallback((next: boolean) => stored.write(next), []);
  const value = useMemo(() => ({ on, remPx: on ? PROJECTED_REM_PX : REM_PX, set }), [on, set]);
  return <ProjectorContext value={value}>{children}</ProjectorContext>;
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the tab keeps; in a browser that forbids it, the mode lasts until the next page. */
const stored = {
  on: false,
  read: (): boolean => {
    try {
      return sessionStorage.getItem(PROJECTOR_KEY) === '1';
    } catch {
      return stored.on;
    }
  },
  write: (on: boolean): void => {
    stored.on = on;
    try {
      if (on) sessionStorage.setItem(PROJECTOR_KEY, '1');
      else sessionStorage.removeItem(PROJECTOR_KEY);
    } catch {
      // Kept above.
    }
    for (const listener of listeners) listener();
  },
};
