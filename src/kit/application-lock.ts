import type { RetryPolicy } from './retry';

/** A lock that the application makes for itself, outside the database: how it is taken, and how it is given back. */
export interface ApplicationLock<Held> {
  /** The name of the step that tries to take it. */
  acquireName: string;
  /** One try; null where it is taken. */
  acquire: () => PromiseLike<Held | null>;
  /** How often and how patiently it is tried. */
  policy: RetryPolicy;
  /** Why the purchase gave up when it was never free in time. */
  neverFree: string;
  /** The name of the step that gives it back; null where that is no step: nothing outside this process sees it. */
  releaseName: string | null;
  release: (held: Held) => unknown;
}
