'use client';

import { Button } from '@base-ui/react/button';
import { useCallback, useState } from 'react';
import { ANOMALIES } from '@/domain/anomaly';
import type { RunSummary } from '@/domain/run-event';
import type { TraceRef } from '@/domain/trace';
import { SiteHeader } from '@/web/parts/header/site-header';
import { count } from '@/web/parts/words/format';
import { writeQuery } from '@/web/parts/page-address';
import { planWords } from '@/web/parts/words/plan-words';
import { RunTime } from '@/web/parts/run-time';
import { LaneTimeline } from './lane-timeline';
import { NoTrace } from './no-trace';
import { Pick } from './pick';
import { NO_FILTER } from './row-filter';
import { chosenLane, shownFindings, type TimelineAsked, type TimelineLane } from '@/web/parts/witness/timeline-lane';
import { timelineHeadline } from './timeline-headline';
import { useTrace } from './use-trace';
import { LINK_BUTTON } from './witness-note';

export interface TimelinePageProps {
  run: Pick<RunSummary, 'id' | 'createdAt' | 'plan' | 'status'>;
  lanes: TimelineLane[];
  traces: TraceRef[];
  /** What the strategies of the run are called. */
  titles: Record<string, string>;
  asked: TimelineAsked;
}

/** The timeline of a flood: one row a buyer, time from left to right, and the two who broke it. */
export function TimelinePage({ run, lanes, traces, titles, asked: first }: TimelinePageProps) {
  const [asked, setAsked] = useState(first);
  const lane = chosenLane(lanes, asked);
  const titleOf = (strategy: string): string => titles[strategy] ?? strategy;
  const pick = useCallback((key: string) => {
    const [repeat = '1', strategy = ''] = key.split(' ');
    setAsked({ lane: strategy, repeat: Number(repeat), witness: null, anomaly: null });
    writeQuery(() => new URLSearchParams({ lane: strategy, repeat }));
  }, []);
  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-16 sm:px-7">
      <SiteHeader here="runs" />
      <main>
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3 pt-3 lg:pt-5">
          <div className="min-w-0 grow max-sm:basis-full">
            <h1 className="text-[1.5rem] leading-[1.15] font-[750] tracking-[-0.025em] text-balance lg:text-[2rem]">
              {lane ? timelineHeadline(lane, titleOf(lane.strategy)) : 'This flood has no lane to show'}
            </h1>
            <p className="pt-1 text-dim">
              <RunTime at={run.createdAt} />, stock {count(run.plan.stock)}, {planWords(run.plan)}
            </p>
          </div>
          {lane ? (
            <div className="min-w-0 grow sm:w-72 sm:grow-0">
              <Pick label="Shop" value={keyOf(lane)} onPick={pick} options={lanes.map((one) => [keyOf(one), laneWords(one, titleOf(one.strategy), run.plan.repeat)] as const)} />
            </div>
          ) : null}
          <a className={LINK_BUTTON} href={`/?run=${run.id}`}>See the race</a>
        </div>
        {lane ? <Lane key={keyOf(lane)} runId={run.id} lane={lane} kept={traces.some(({ strategy, repeat }) => strategy === lane.strategy && repeat === lane.repeat)} asked={asked} othersBroke={lanes.some((one) => shownFindings(one).length > 0)} /> : <NoTrace kind="no-lane" />}
      </main>
    </div>
  );
}

const keyOf = ({ strategy, repeat }: TimelineLane): string => `${repeat} ${strategy}`;

function laneWords({ findings, repeat }: TimelineLane, title: string, repeats: number): string {
  const which = repeats > 1 ? `, repeat ${repeat}` : '';
  return `${findings.length > 0 ? '✗' : '✓'} ${title}${which}`;
}

interface LaneProps {
  runId: string;
  lane: TimelineLane;
  kept: boolean;
  asked: TimelineAsked;
  othersBroke: boolean;
}

function Lane({ runId, lane, kept, asked, othersBroke }: LaneProps) {
  const [attempt, setAttempt] = useState(0);
  const state = useTrace(runId, lane.strategy, lane.repeat, attempt);
  if (!kept || state.kind === 'none') return <NoTrace kind="gone" />;
  if (state.kind === 'loading') return <NoTrace kind="loading" />;
  if (state.kind === 'failed') {
    return (
      <NoTrace kind="failed">
        <Button className={LINK_BUTTON} onClick={() => setAttempt(attempt + 1)}>Load it again</Button>
      </NoTrace>
    );
  }
  const anomaly = ANOMALIES.find((known) => known === asked.anomaly) ?? null;
  const witness = asked.witness !== null && lane.findings[asked.witness] ? asked.witness : null;
  return <LaneTimeline lane={lane} trace={state.trace} witness={witness} first={{ ...NO_FILTER, anomaly }} othersBroke={othersBroke} />;
}
