'use client';

import { useCallback, useId, useMemo } from 'react';
import type { Experiment } from '@/domain/experiment';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { RunSummary } from '@/domain/run-event';
import type { StrategyInfo } from '@/domain/strategy';
import { Charts } from './charts/charts';
import { StrategyCode } from './code/strategy-code';
import { BarNote } from './controls/bar-note';
import { ControlBar } from './controls/control-bar';
import { SiteHeader } from '@/web/parts/header/site-header';
import { useEscapeKey } from '@/web/parts/hooks/use-escape-key';
import { useFlood } from './hooks/use-flood';
import { useLive } from './hooks/use-live';
import { useOpenedPlan } from './hooks/use-opened-plan';
import { usePlanDraft } from './hooks/use-plan-draft';
import { useReplay } from './hooks/use-replay';
import { useRun } from './hooks/use-run';
import { useSpaceKey } from '@/web/parts/hooks/use-space-key';
import { useStage } from './hooks/use-stage';
import type { OfferedFault } from '@/web/parts/words/fault-words';
import { concludesLong, headline } from './model/headline';
import { draftFaults, planOf, type PlanLimits } from './model/plan-draft';
import { withVariants } from '@/web/parts/strategy-choice';
import { useProjector } from '@/web/parts/projector';
import { useLocked } from '@/web/parts/session/use-session';
import { PastRuns } from './runs/past-runs';
import { Lesson } from './track/lesson';
import { LiveNotice } from './track/live-notice';
import { RaceTrack } from './track/race-track';
import { RunLine } from './track/run-line';
import { VerdictHeadline } from './track/verdict-headline';

export interface RacePageProps {
  strategies: StrategyInfo[];
  highlighted: Record<string, readonly string[]>;
  experiments: Experiment[];
  /** Why there are no experiments, in a sentence. */
  unreadable: string | null;
  runs: RunSummary[];
  limits: PlanLimits;
  /** What can be broken on purpose. */
  offered: OfferedFault[];
  /** The query of the address that was asked for. */
  query: string;
}

/** The race: choose, flood, watch, understand. */
export function RacePage({ strategies, highlighted, experiments, unreadable, runs, limits, offered, query }: RacePageProps) {
  const noteId = useId();
  const live = useLive(runs);
  const control = usePlanDraft(query, strategies, experiments);
  const stage = useStage(new URLSearchParams(query).get('run'), runs[0] ?? null, live.current);
  const { view, feed } = useRun(stage.runId);
  useOpenedPlan(stage.opened, view, control.adopt);
  const replay = useReplay(view, live.current !== null && live.current.id === stage.runId);
  const { show } = stage;
  const flood = useFlood(useCallback((run: RunSummary) => show(run.id, false), [show]));

  const openRun = useCallback(
    (runId: string) => {
      show(runId, true);
      // The list is at the foot of the page and the race at its head.
      document.getElementById('verdict')?.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    },
    [show],
  );

  const { draft } = control;
  const faults = draftFaults(draft, limits);
  const plan = useMemo(() => planOf(draft, limits), [draft, limits]);
  const underWay = live.current !== null;
  const locked = useLocked();
  const canFlood = plan !== null && !underWay && !flood.asking && !locked;
  const { start, cancel } = flood;
  const press = useCallback(() => {
    if (canFlood) start(plan);
  }, [canFlood, plan, start]);
  useSpaceKey(press);
  const runningId = live.current?.id ?? null;
  const stop = useCallback(() => {
    if (runningId !== null && !locked) cancel(runningId);
  }, [runningId, cancel, locked]);
  useEscapeKey(useProjector().on && underWay, stop);

  const broken = strategies.flatMap(({ id, fault }) => (fault === undefined ? [] : [{ id, fault }]));
  const titles = useMemo(() => new Map(withVariants(strategies).map(({ id, title }) => [id, title])), [strategies]);
  const titleOf = useCallback((id: string) => titles.get(id) ?? id, [titles]);
  const experimentOf = (name: string | null) => experiments.find((experiment) => experiment.name === name) ?? null;
  const experiment = experimentOf(draft.experiment);
  const next = plan ?? { ...draft, stock: draft.stock ?? DEFAULT_PLAN.stock, buyers: draft.buyers ?? DEFAULT_PLAN.buyers, quantity: 1, repeat: 1 };

  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-28 sm:px-7 lg:pb-16">
      <SiteHeader here="race" watching={live.watching} />
      <main id="race">
        <ControlBar
          control={control}
          faults={faults}
          offered={offered}
          limits={limits}
          strategies={strategies}
          experiments={experiments}
          noteId={noteId}
          flood={{
            underWay,
            disabled: locked || (!underWay && !canFlood),
            locked,
            onFlood: press,
            onCancel: stop,
          }}
        />
        <BarNote id={noteId} locked={locked} fault={Object.values(faults).join(' ') || flood.refusal} experiment={experiment} draft={draft} ignored={control.ignored} unreadable={unreadable} broken={broken} onTake={control.take} />
        <VerdictHeadline segments={headline(view, titleOf, next.stock, locked)} long={concludesLong(view?.plan ?? draft)}>
          <RunLine view={view} feed={feed} replay={replay} nextLanes={draft.strategies.length} />
          {live.current && live.current.id !== stage.runId ? <LiveNotice onWatch={() => live.current && show(live.current.id, false)} /> : null}
        </VerdictHeadline>
        <RaceTrack view={view} next={next} strategies={strategies} replay={replay} />
        <Lesson experiment={view?.plan ? experimentOf(view.plan.experiment) : experiment} over={view?.status === 'finished'} />
        <Charts view={view} titleOf={titleOf} nextLanes={next.strategies.length * next.repeat} />
        <StrategyCode strategies={strategies} highlighted={highlighted} />
        <PastRuns runs={live.runs} titleOf={titleOf} shown={stage.runId} onOpen={openRun} />
      </main>
    </div>
  );
}
