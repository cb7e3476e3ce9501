import type Redlock from 'redlock';
import type { Lock } from 'redlock';
import type { ApplicationLock } from './application-lock';
import { LEASE_TAKEN } from './retry';

/** How long a lease lives. Far longer than a purchase, far shorter than a coffee break. */
export const LEASE_MS = 5_000;

/** A lease on a product on a majority of the Redis, which ends by itself after `LEASE_MS`. */
export const redlockLease = (redlock: Redlock, productId: number): ApplicationLock<Lock> => ({
  acquireName: 'take the lease',
  acquire: () => tryLease(redlock, productId),
  policy: LEASE_TAKEN,
  neverFree: 'the lease was never free in time',
  releaseName: 'release the lease',
  release: releaseLease,
});

/** Asks most of the Redis once; null when another buyer holds it or no majority answered. */
async function tryLease(redlock: Redlock, productId: number): Promise<Lock | null> {
  try {
    return await redlock.acquire([`stampede:lease:${productId}`], LEASE_MS);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Gives the lease back. A lease that cannot be given back ends by itself, so a failure here changes no outcome. */
async function releaseLease(lease: Lock): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/** By its name: a strategy from a file brings a copy of this module, and not of redlock's class. */
const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === 'ExecutionError';
