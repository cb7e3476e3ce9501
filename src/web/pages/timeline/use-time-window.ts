'use client';

import { useCallback, useMemo, useState } from 'react';
import { around, PAN_STEP, panned, wholeLane, ZOOM_STEP, zoomed, type TimeWindow } from './time-window';

export interface WindowControl {
  window: TimeWindow;
  zoom: (factor: number, at?: number) => void;
  pan: (share: number) => void;
  fit: () => void;
  /** Shows all of these moments. */
  show: (moments: readonly number[]) => void;
  /** What a key of the keyboard does; false when it is none of ours. */
  press: (key: string) => boolean;
}

/** What of a lane of this length is on the screen. */
export function useTimeWindow(durationMs: number, first: readonly number[] | null): WindowControl {
  const whole = useMemo(() => wholeLane(durationMs), [durationMs]);
  const [window, setWindow] = useState(() => (first ? around(first, whole) : whole));
  const zoom = useCallback((factor: number, at = 0.5) => setWindow((before) => zoomed(before, factor, at, whole)), [whole]);
  const pan = useCallback((share: number) => setWindow((before) => panned(before, share, whole)), [whole]);
  const fit = useCallback(() => setWindow(whole), [whole]);
  const show = useCallback((moments: readonly number[]) => setWindow(around(moments, whole)), [whole]);
  const press = useCallback(
    (key: string): boolean => {
      if (key === '+' || key === '=') zoom(ZOOM_STEP);
      else if (key === '-') zoom(1 / ZOOM_STEP);
      else if (key === '0') fit();
      else if (key === 'ArrowLeft') pan(-PAN_STEP);
      else if (key === 'ArrowRight') pan(PAN_STEP);
      else return false;
      return true;
    },
    [zoom, pan, fit],
  );
  return { window, zoom, pan, fit, show, press };
}
