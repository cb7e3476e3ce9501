/** Milliseconds of some clock that never goes back. */
export type MonotonicClock = () => number;

/** A source of numbers from 0 up to but not including 1. */
export type Random = () => number;

/**
 * Milliseconds of the machine's monotonic clock (CLOCK_MONOTONIC), the same in every process of one machine, so that the
 * steps of two shops and the times of the flood can stand on one axis. `performance.now()` begins anew in each process.
 */
export const machineClock: MonotonicClock = () => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1e6;
};
