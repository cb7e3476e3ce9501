'use client';

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useMemo, useState } from 'react';
import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import { count } from '@/web/parts/words/format';
import { ScheduleDetail } from './schedule-detail';
import { ScheduleGrid } from './schedule-grid';
import { filterChoices, filterSchedules, scheduleGroups, type ScheduleFilter } from './schedule-groups';
import { ScheduleLegend } from './schedule-legend';
import { ScheduleOverview } from './schedule-overview';

/** All schedules that were run: how many by their switches, a choice of them, and each as a picture. */
export function SchedulePicture({ exploration }: { exploration: Exploration }) {
  const { orders, class: strategyClass, schedules, setup, bounds } = exploration;
  const [filter, setFilter] = useState<ScheduleFilter>('all');
  const [pointed, setPointed] = useState<ScheduleSeen | null>(null);
  const [goTo, setGoTo] = useState<{ switches: number } | null>(null);
  const choices = useMemo(() => filterChoices(exploration), [exploration]);
  const whole = useMemo(() => scheduleGroups(orders, strategyClass), [orders, strategyClass]);
  const groups = useMemo(() => scheduleGroups(filterSchedules(orders, filter, strategyClass), strategyClass), [orders, filter, strategyClass]);
  return (
    <section aria-labelledby="schedules" className="card p-4">
      <h2 id="schedules" className="text-[1.15rem] font-bold tracking-tight">Every schedule that was run</h2>
      <ScheduleLegend buyers={setup.buyers} timed={bounds.expiries > 0} bad={whole.some(({ bad }) => bad > 0)} away={whole.some(({ away }) => away > 0)} />
      <div className="pt-3"><ScheduleOverview groups={whole} onChoose={(switches) => setGoTo({ switches })} /></div>
      <ToggleGroup aria-label="Which schedules" value={[filter]} onValueChange={([chosen]) => chosen !== undefined && setFilter(chosen)} className="flex flex-wrap gap-1.5 py-3">
        {choices.map((choice) => (
          <Toggle key={choice.filter} value={choice.filter} className="h-9 rounded-lg border border-line px-3 font-semibold hover:border-edge data-pressed:border-transparent data-pressed:bg-ink data-pressed:text-bg">
            {choice.label} <span className="font-normal tabular-nums opacity-80">{count(choice.schedules)}</span>
          </Toggle>
        ))}
      </ToggleGroup>
      <ScheduleDetail exploration={exploration} seen={pointed} />
      <ScheduleGrid exploration={exploration} groups={groups} onPoint={setPointed} goTo={goTo} />
      {schedules > orders.length ? <p className="pt-2 text-dim">The first {count(orders.length)} of {count(schedules)} schedules that were run are shown here; the headline counts them all.</p> : null}
    </section>
  );
}
