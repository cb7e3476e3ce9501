'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import type { WitnessPurchase } from '@/domain/anomaly';
import type { Pause } from '@/web/parts/witness/witness-spans';
import { BuyerLine } from './buyer-line';
import type { BuyerRow, LaneRows } from './lane-rows';
import type { StaleRead } from './stale-read';
import { TimeAxis } from './time-axis';
import { useGestures } from './use-gestures';
import { useMeasures } from './use-measures';
import type { WindowControl } from './use-time-window';
import { WitnessRows } from './witness-rows';

export interface Pinned {
  witnesses: readonly WitnessPurchase[];
  stale: StaleRead | null;
}

interface TimelineChartProps {
  lane: LaneRows;
  /** The rows that pass the filter. */
  rows: readonly BuyerRow[];
  control: WindowControl;
  pinned: Pinned | null;
  pause: Pause | null;
  /** The row to be brought into the middle, whenever it changes to another object. */
  target: { at: number } | null;
}

/** All purchases over one time axis, with the witnesses pinned on top. Only the rows on the screen exist. */
export function TimelineChart({ lane, rows, control, pinned, pause, target }: TimelineChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const axis = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { widthPx, rowPx, charPx, gutterPx } = useMeasures(axis, scroller);
  const { window, zoom, pan, press, show } = control;
  useGestures(frame, axis, { onZoom: zoom, onPan: pan });

  // The rule is about React's compiler, which this build does not use.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 8, useFlushSync: false });
  useEffect(() => virtual.measure(), [virtual, rowPx]);
  useEffect(() => {
    if (target) virtual.scrollToIndex(target.at, { align: 'center' });
  }, [virtual, target]);

  const onShow = useCallback(({ purchase }: BuyerRow) => show([purchase.invokedMs, purchase.returnedMs]), [show]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && press(event.key)) event.preventDefault();
  };
  const witnessOf = ({ purchase }: BuyerRow): number | null => {
    const index = pinned?.witnesses.findIndex(({ buyerId, orderId }) => buyerId === purchase.buyerId && (orderId === null || orderId === purchase.orderId)) ?? -1;
    return index < 0 ? null : index;
  };
  return (
    <div ref={frame} onKeyDown={onKeyDown} className="card relative cursor-grab touch-pan-y overflow-hidden select-none [--who:6.2rem] active:cursor-grabbing sm:[--who:12.5rem]" data-timeline>
      <div style={{ paddingRight: gutterPx }}>
        <div className="pointer-events-none absolute inset-y-0 left-(--who)" style={{ right: gutterPx }} ref={axis} aria-hidden />
        <TimeAxis window={window} widthPx={widthPx} />
        {pinned ? <WitnessRows {...pinned} window={window} widthPx={widthPx} charPx={charPx} quickest={lane.quickest} pause={pause} /> : null}
      </div>
      <div ref={scroller} role="group" aria-label="Purchases, a row each. Arrow keys left and right move in time, plus and minus zoom, 0 shows all" tabIndex={0} className="h-[min(34rem,58vh)] overflow-y-scroll overscroll-contain -outline-offset-2">
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row ? (
              <BuyerLine key={row.index} row={row} window={window} widthPx={widthPx} charPx={charPx} topPx={start} heightPx={rowPx} quickest={lane.quickest} pause={pause} witness={witnessOf(row)} onShow={onShow} />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}
