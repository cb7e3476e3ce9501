import type { RetryPolicy } from './retry';

/** A lock that the application implements itself, outside the database: how to take it, and how to release it. */
export interface ApplicationLock<Held> {
  /** The name of the step that tries to take it. */
  acquireName: string;
  /** One try; null where it is taken. */
  acquire: () => PromiseLike<Held | null>;
  /** How often and for how long to try. */
  policy: RetryPolicy;
  /** The reason of a purchase that gave up because the lock was never free in time. */
  neverFree: string;
  /** The name of the step that releases it; null where releasing is no step, because nothing outside this process sees it. */
  releaseName: string | null;
  release: (held: Held) => unknown;
}
