'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Experiment } from '@/domain/experiment';
import { DEFAULT_PLAN, type FloodPlan } from '@/domain/plan';
import type { StrategyInfo } from '@/domain/strategy';
import { onBackOrForward, writeQuery, type AddressChange } from '@/web/parts/page-address';
import { inOrder, type PlanDraft } from '@/web/pages/race/model/plan-draft';
import { queryOfDraft, readQuery, type AskedDraft } from '@/web/pages/race/model/plan-query';
import { withVariants } from '@/web/parts/strategy-choice';

export interface DraftControl {
  draft: PlanDraft;
  /** What the address asked for and means nothing here, as written there. */
  ignored: readonly string[];
  /** Changes fields; the address follows, with an entry of its own in the history when `how` is `push`. A change by hand leaves the experiment. */
  change: (fields: Partial<PlanDraft>, how?: AddressChange) => void;
  /** Takes a whole plan: an experiment's, or a past run's. Back undoes it. */
  take: (plan: FloodPlan) => void;
  /** Takes the plan of the run on the stage, so that Flood repeats it; the address follows without an entry of its own. */
  adopt: (plan: FloodPlan) => void;
}

/** The visitor's choice. It lives in the address, so that a link holds it and Back undoes it. */
export function usePlanDraft(query: string, strategies: readonly StrategyInfo[], experiments: readonly Experiment[]): DraftControl {
  const book = useMemo(() => addressBook(strategies, experiments), [strategies, experiments]);
  const [asked, setAsked] = useState<AskedDraft>(() => book.read(new URLSearchParams(query)));
  const { draft, ignored } = asked;

  useEffect(() => onBackOrForward((address) => setAsked(book.read(address))), [book]);

  const show = useCallback(
    (next: PlanDraft, how: AddressChange) => {
      setAsked({ draft: next, ignored: [] });
      writeQuery((address) => {
        const fresh = book.write(next);
        const kept = address.get('run');
        if (kept !== null) fresh.set('run', kept);
        return fresh;
      }, how);
    },
    [book],
  );

  const change = useCallback((fields: Partial<PlanDraft>, how: AddressChange = 'replace') => show({ ...draft, experiment: null, ...fields }, how), [draft, show]);
  const take = useCallback((plan: FloodPlan) => show({ ...plan, strategies: inOrder(plan.strategies, book.known) }, 'push'), [show, book]);
  const adopt = useCallback((plan: FloodPlan) => show(book.ofHere(plan), 'replace'), [show, book]);
  return { draft, ignored, change, take, adopt };
}

/** Reads and writes addresses: a field that is missing takes the experiment's value, else that of the default plan for this machine. */
function addressBook(strategies: readonly StrategyInfo[], experiments: readonly Experiment[]) {
  const all = withVariants(strategies);
  const known = all.map(({ id }) => id);
  const runnable = all.filter(({ unavailable }) => unavailable === null).map(({ id }) => id);
  const own: FloodPlan = { ...DEFAULT_PLAN, strategies: inOrder(DEFAULT_PLAN.strategies, runnable) };
  const baseOf = (name: string | null): FloodPlan => {
    const plan = experiments.find((experiment) => experiment.name === name)?.plans[0];
    return plan ? { ...plan, strategies: inOrder(plan.strategies, known) } : own;
  };
  return {
    known,
    /** A plan from an older version or another machine, without what is unknown here. */
    ofHere: (plan: FloodPlan): PlanDraft => ({
      ...plan,
      poolSize: plan.poolSize ?? null,
      experiment: experiments.some(({ name }) => name === plan.experiment) ? plan.experiment : null,
      strategies: inOrder(plan.strategies, known),
    }),
    read: (address: URLSearchParams) => readQuery(address, baseOf(address.get('experiment')), { strategies: known, experiments: experiments.map(({ name }) => name) }),
    write: (draft: PlanDraft) => queryOfDraft(draft, baseOf(draft.experiment)),
  };
}
