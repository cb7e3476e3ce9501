'use client';

import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';

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

export function ProjectorProvider({ children }: { children: ReactNode }) {
  const [on, setOn] = useState(false);
  const set = useCallback((next: boolean) => {
    setOn(next);
    document.documentElement.toggleAttribute('data-projector', next);
  }, []);
  const value = useMemo(() => ({ on, remPx: on ? PROJECTED_REM_PX : REM_PX, set }), [on, set]);
  return <ProjectorContext value={value}>{children}</ProjectorContext>;
}
