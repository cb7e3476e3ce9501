import type Redlock from 'redlock';
import type { Lock } from 'redlock';
import { ExecutionError } from 'redlock';

/** How long a lease lives. Far longer than a purchase, far shorter than a coffee break. */
export const LEASE_MS = 5_000;

/** Asks most of the Redis once for the lease on a product; null when somebody else holds it or no majority answered. */
export async function tryLease(redlock: Redlock, productId: number): Promise<Lock | null> {
  try {
    return await redlock.acquire([`stampede:lease:${productId}`], LEASE_MS);
  } catch (error) {
    if (error instanceof ExecutionError) return null;
    throw error;
  }
}

/** Gives the lease back. A lease that cannot be given back ends by itself, so a failure here changes no outcome. */
export async function releaseLease(lease: Lock): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
  }
}
