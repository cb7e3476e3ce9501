'use client';

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import { useProjector } from '@/web/parts/projector';
import { groupWords, scheduleEnd, type ScheduleGroup } from './schedule-groups';
import { gridLayout, neighbour, rowsInSight } from './schedule-layout';
import { ScheduleLink } from './schedule-link';

/** What is in sight without scrolling, in rem; a picture that is higher scrolls in itself. */
const IN_SIGHT = 33;
const START_WIDTH = 54;

interface ScheduleGridProps {
  exploration: Exploration;
  groups: readonly ScheduleGroup[];
  onPoint: (seen: ScheduleSeen | null) => void;
  /** A group to bring into sight; a new object for every press. */
  goTo: { switches: number } | null;
}

/** All schedules, one picture each, by their switches; of thousands only those in sight are drawn. */
export function ScheduleGrid({ exploration: { setup, class: strategyClass }, groups, onPoint, goTo }: ScheduleGridProps) {
  const { remPx } = useProjector();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(START_WIDTH);
  const [scrolled, setScrolled] = useState(0);
  const [current, setCurrent] = useState(0);
  const toFocus = useRef(false);
  const layout = useMemo(() => gridLayout(groups, setup.buyers, width, IN_SIGHT), [groups, setup.buyers, width]);
  const schedules = useMemo(() => groups.flatMap((group) => group.schedules), [groups]);
  const tabStop = Math.min(current, schedules.length - 1);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth((element.clientWidth - 8) / remPx));
    watch.observe(element);
    return () => watch.disconnect();
  }, [remPx]);
  useEffect(() => {
    const row = goTo && layout.rows.find((candidate) => candidate.kind === 'heading' && candidate.group.switches === goTo.switches);
    if (row) box.current?.scrollTo({ top: row.top * remPx });
  }, [goTo, layout, remPx]);
  useEffect(() => {
    if (!toFocus.current) return;
    toFocus.current = false;
    box.current?.querySelector<HTMLElement>(`[data-schedule="${tabStop}"]`)?.focus();
  });

  const steer = (event: KeyboardEvent) => {
    const next = neighbour(layout, tabStop, event.key);
    if (next === tabStop) return;
    event.preventDefault();
    const row = layout.rows.find((candidate) => candidate.kind === 'schedules' && next < candidate.at + candidate.schedules.length);
    const element = box.current;
    if (row && element && (row.top * remPx < element.scrollTop || (row.top + row.height) * remPx > element.scrollTop + element.clientHeight)) {
      element.scrollTo({ top: row.top * remPx - element.clientHeight / 3 });
      setScrolled(element.scrollTop / remPx);
    }
    toFocus.current = true;
    setCurrent(next);
  };
  const point = (event: SyntheticEvent) => {
    const found = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-schedule]') : null;
    if (!found) return;
    const at = Number(found.dataset.schedule);
    onPoint(schedules[at] ?? null);
    if (event.type === 'focus') setCurrent(at);
  };

  return (
    <div
      ref={box}
      role="group"
      aria-label="Schedules. Arrow keys lead from one to the next, Enter opens it in the lab."
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop / remPx)}
      onKeyDown={steer}
      onFocus={point}
      onMouseOver={point}
      className="-mx-1 overflow-x-hidden overflow-y-auto px-1 [scrollbar-gutter:stable]"
      style={{ height: `${Math.min(layout.height, IN_SIGHT) + 0.5}rem` }}
    >
      <div className="relative" style={{ height: `${layout.height}rem` }}>
        {rowsInSight(layout.rows, scrolled, IN_SIGHT).map((row) =>
          row.kind === 'heading' ? (
            <h3 key={`h${row.group.switches}`} className="absolute inset-x-0 flex items-end pb-1.5 font-semibold" style={{ top: `${row.top}rem`, height: `${row.height}rem` }}>{groupWords(row.group)}</h3>
          ) : (
            <div key={row.at} className="absolute left-0 flex gap-[0.5rem] pt-0.5" style={{ top: `${row.top}rem` }}>
              {row.schedules.map((seen, place) => (
                <ScheduleLink key={seen.schedule} seen={seen} end={scheduleEnd(seen, strategyClass)} at={row.at + place} setup={setup} size={layout.size} current={row.at + place === tabStop} />
              ))}
            </div>
          ),
        )}
      </div>
    </div>
  );
}
