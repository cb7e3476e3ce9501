'use client';

import { useCallback, useEffect, useState } from 'react';

const EVERY_MS = 200;

export interface Countdown {
  /** Whole seconds, counting down to 0. */
  secondsLeft: number;
  /** Counts down to a moment of the page's monotonic clock. */
  countTo: (untilMs: number) => void;
}

/** A countdown that anybody can see. It looks at the clock, so a page that was asleep has not lost the time. */
export function useCountdown(): Countdown {
  const [{ untilMs, secondsLeft }, setState] = useState({ untilMs: 0, secondsLeft: 0 });
  const counting = secondsLeft > 0;
  useEffect(() => {
    if (!counting) return;
    const timer = setInterval(() => setState({ untilMs, secondsLeft: secondsTo(untilMs) }), EVERY_MS);
    return () => clearInterval(timer);
  }, [counting, untilMs]);
  const countTo = useCallback((moment: number) => setState({ untilMs: moment, secondsLeft: secondsTo(moment) }), []);
  return { secondsLeft, countTo };
}

const secondsTo = (untilMs: number): number => Math.max(0, Math.ceil((untilMs - performance.now()) / 1_000));
