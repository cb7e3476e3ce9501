'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { raceMoment, replayClock } from '@/web/pages/race/model/replay-clock';
import type { RunView } from '@/web/pages/race/model/run-view';

export interface Replay {
  /** The moment of the race on the screen; null when nothing is replayed. */
  tMs: number | null;
  start: () => void;
  stop: () => void;
}

const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Shows all lanes as one race from one start: by itself when a run that was watched `live` has finished, or when asked.
 * A past run also passes through 'running' while its events are replayed; that was not watched live.
 */
export function useReplay(view: RunView | null, live: boolean): Replay {
  const [tMs, setTMs] = useState<number | null>(null);
  const frame = useRef(0);
  const watched = useRef<string | null>(null);
  const runId = view?.runId ?? null;
  const status = view?.status ?? null;
  const lanes = view?.lanes;

  const stop = useCallback(() => {
    cancelAnimationFrame(frame.current);
    setTMs(null);
  }, []);

  const start = useCallback(() => {
    cancelAnimationFrame(frame.current);
    const clock = replayClock(lanes ?? []);
    let began: number | null = null;
    const draw = (now: number) => {
      began ??= now;
      const moment = raceMoment(clock, now - began);
      setTMs(moment);
      if (moment !== null) frame.current = requestAnimationFrame(draw);
    };
    frame.current = requestAnimationFrame(draw);
  }, [lanes]);

  useEffect(() => {
    if (status === 'running' && live) watched.current = runId;
    const raced = status === 'finished' && watched.current === runId && (lanes?.length ?? 0) > 1;
    if (!raced) return;
    watched.current = null;
    if (!wantsStillness()) start();
  }, [status, runId, live, lanes, start]);

  // Another run on the stage ends the replay of this one.
  useEffect(() => stop, [runId, stop]);

  return { tMs, start, stop };
}
