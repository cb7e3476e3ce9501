'use client';

import { useEffect, useRef } from 'react';
import type { FloodPlan } from '@/domain/plan';
import type { RunView } from '@/web/pages/race/model/run-view';

/** A reload keeps what was typed since: the address holds it. */
const isReload = (): boolean => performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type === 'reload');

/** Passes on the plan of a run that the visitor opened, once it is known, so that Flood repeats what is shown. */
export function useOpenedPlan(opened: string | null, view: RunView | null, adopt: (plan: FloodPlan) => void): void {
  const adopted = useRef<string | null>(null);
  const first = useRef(opened);
  const plan = view?.runId === opened ? view.plan : null;
  useEffect(() => {
    if (opened !== first.current) first.current = null;
    if (opened === null || opened !== adopted.current) adopted.current = null;
    if (!plan || opened === null || adopted.current === opened) return;
    adopted.current = opened;
    if (opened === first.current && isReload()) return;
    adopt(plan);
  }, [opened, plan, adopt]);
}
