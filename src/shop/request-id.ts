import { randomUUID } from 'node:crypto';

const GIVEN = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own `x-request-id` when it can stand in a log as it is, else a new one. */
export const requestIdOf = (given: string | string[] | undefined): string => (typeof given === 'string' && GIVEN.test(given) ? given : randomUUID());

/** How long something took, as `x-response-time` tells it: `12.3ms`. */
export const responseTime = (sinceMs: number): string => `${(performance.now() - sinceMs).toFixed(1)}ms`;
