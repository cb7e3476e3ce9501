'use client';

import { useCallback, useMemo, useState } from 'react';
import type { Experiment } from '@/domain/experiment';
import { DEFAULT_PLAN, type FloodPlan } from '@/domain/plan';
import type { StrategyInfo } from '@/domain/strategy';
import { draftOfQuery, inOrder, queryOfDraft, type PlanDraft } from '@/ui/model/plan-draft';
import { writeQuery } from '@/ui/model/page-address';

export interface DraftControl {
  draft: PlanDraft;
  /** Changes fields; the address follows. A change by hand leaves the experiment. */
  change: (fields: Partial<PlanDraft>) => void;
  /** Takes a whole plan: an experiment's, or a past run's. */
  take: (plan: FloodPlan) => void;
}

/** The visitor's choice. It lives in the address, so that a link holds it. */
export function usePlanDraft(query: string, strategies: readonly StrategyInfo[], experiments: readonly Experiment[]): DraftControl {
  const known = useMemo(() => strategies.map(({ id }) => id), [strategies]);
  const [draft, setDraft] = useState<PlanDraft>(() => {
    const asked = new URLSearchParams(query);
    const experiment = experiments.find(({ name }) => name === asked.get('experiment'));
    const available = strategies.filter(({ unavailable }) => unavailable === null).map(({ id }) => id);
    const base = experiment?.plans[0] ?? { ...DEFAULT_PLAN, strategies: inOrder(DEFAULT_PLAN.strategies, available) };
    return draftOfQuery(asked, base, known);
  });

  const show = useCallback((next: PlanDraft) => {
    setDraft(next);
    writeQuery((address) => {
      const kept = address.get('run');
      const fresh = queryOfDraft(next);
      if (kept) fresh.set('run', kept);
      return fresh;
    });
  }, []);

  const change = useCallback((fields: Partial<PlanDraft>) => show({ ...draft, experiment: null, ...fields }), [draft, show]);
  const take = useCallback((plan: FloodPlan) => show({ ...plan, strategies: inOrder(plan.strategies, known) }), [show, known]);
  return { draft, change, take };
}
