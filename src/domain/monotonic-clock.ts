/** Milliseconds of some clock that never goes back. */
export type MonotonicClock = () => number;

/** A source of numbers from 0 up to but not including 1. */
export type Random = () => number;
