import { randomUUID } from 'node:crypto';

const GIVEN = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's `x-request-id` if it can be logged as it is, else a new one. */
export const requestIdOf = (given: string | string[] | undefined): string => (typeof given === 'string' && GIVEN.test(given) ? given : randomUUID());

/** A duration in the format of `x-response-time`: `12.3ms`. */
export function responseTime(sinceMs: number): string {
  // `toFixed` takes several times as long.
  const tenths = Math.round((performance.now() - sinceMs) * 10);
  return `${Math.floor(tenths / 10)}.${tenths % 10}ms`;
}
