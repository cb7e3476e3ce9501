/** Longer than any strategy's own timeout, so that 'unknown' means a lost shop rather than a slow one. */
export const PURCHASE_TIMEOUT_MS = 45_000;
