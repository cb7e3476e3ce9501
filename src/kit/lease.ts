import type Redlock from 'redlock';
import type { Lock } from 'redlock';
import type { ApplicationLock } from './application-lock';
import { LEASE_TAKEN } from './retry';

/** How long a lease is valid. Far longer than a purchase, far shorter than a coffee break. */
export const LEASE_MS = 5_000;

/** A lease on a product, held on a majority of the Redis servers; it expires after `LEASE_MS`. */
export const redlockLease = (redlock: Redlock, productId: number): ApplicationLock<Lock> => ({
  acquireName: 'take the lease',
  acquire: () => tryLease(redlock, productId),
  policy: LEASE_TAKEN,
  neverFree: 'the lease was never free in time',
  releaseName: 'release the lease',
  release: releaseLease,
});

/** Asks the Redis servers once; null when another buyer holds the lease or no majority answered. */
async function tryLease(redlock: Redlock, productId: number): Promise<Lock | null> {
  try {
    return await redlock.acquire([`stampede:lease:${productId}`], LEASE_MS);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Releases the lease. One that cannot be released expires by itself, so a failure here changes no outcome. */
async function releaseLease(lease: Lock): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/** Compared by name: a strategy from a file bundles a copy of this module, and `instanceof` would fail. */
const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === 'ExecutionError';
