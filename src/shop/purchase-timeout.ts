/** Longer than any strategy's own patience, so that 'unknown' means a shop that is lost and not one that is slow. */
export const PURCHASE_TIMEOUT_MS = 45_000;
