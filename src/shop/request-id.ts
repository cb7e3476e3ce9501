import { randomUUID } from 'node:crypto';

const GIVEN = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own `x-request-id` when it can stand in a log as it is, else a new one. */
export const requestIdOf = (given: string | string[] | undefined): string => (typeof given === 'string' && GIVEN.test(given) ? given : randomUUID());

/** How long something took, as `x-response-time` has it: `12.3ms`. */
export function responseTime(sinceMs: number): string {
  // `toFixed` takes several times as long.
  const tenths = Math.round((performance.now() - sinceMs) * 10);
  return `${Math.floor(tenths / 10)}.${tenths % 10}ms`;
}
