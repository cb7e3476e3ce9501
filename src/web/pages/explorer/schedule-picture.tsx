'use client';

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useMemo, useState } from 'react';
import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import { count } from '@/web/parts/words/format';
import { OrderDetail } from './schedule-detail';
import { OrderGrid } from './schedule-grid';
import { filterChoices, filterOrders, orderGroups, type OrderFilter } from './schedule-groups';
import { OrderLegend } from './schedule-legend';
import { OrderOverview } from './schedule-overview';

/** All orders that were run: how many by their switches, a choice of them, and each as a picture. */
export function OrderPicture({ exploration }: { exploration: Exploration }) {
  const { orders, class: strategyClass, schedules, setup, bounds } = exploration;
  const [filter, setFilter] = useState<OrderFilter>('all');
  const [pointed, setPointed] = useState<ScheduleSeen | null>(null);
  const [goTo, setGoTo] = useState<{ switches: number } | null>(null);
  const choices = useMemo(() => filterChoices(exploration), [exploration]);
  const whole = useMemo(() => orderGroups(orders, strategyClass), [orders, strategyClass]);
  const groups = useMemo(() => orderGroups(filterOrders(orders, filter, strategyClass), strategyClass), [orders, filter, strategyClass]);
  return (
    <section aria-labelledby="orders" className="card p-4">
      <h2 id="orders" className="text-[1.15rem] font-bold tracking-tight">Every order that was run</h2>
      <OrderLegend buyers={setup.buyers} timed={bounds.expiries > 0} bad={whole.some(({ bad }) => bad > 0)} away={whole.some(({ away }) => away > 0)} />
      <div className="pt-3"><OrderOverview groups={whole} onChoose={(switches) => setGoTo({ switches })} /></div>
      <ToggleGroup aria-label="Which orders" value={[filter]} onValueChange={([chosen]) => chosen !== undefined && setFilter(chosen)} className="flex flex-wrap gap-1.5 py-3">
        {choices.map((choice) => (
          <Toggle key={choice.filter} value={choice.filter} className="h-9 rounded-lg border border-line px-3 font-semibold hover:border-edge data-pressed:border-transparent data-pressed:bg-ink data-pressed:text-bg">
            {choice.label} <span className="font-normal tabular-nums opacity-80">{count(choice.orders)}</span>
          </Toggle>
        ))}
      </ToggleGroup>
      <OrderDetail exploration={exploration} order={pointed} />
      <OrderGrid exploration={exploration} groups={groups} onPoint={setPointed} goTo={goTo} />
      {schedules > orders.length ? <p className="pt-2 text-dim">The first {count(orders.length)} of {count(schedules)} orders that were run stand here; the headline counts them all.</p> : null}
    </section>
  );
}
