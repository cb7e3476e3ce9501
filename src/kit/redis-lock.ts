import type { Redis } from 'ioredis';
import type { ApplicationLock } from './application-lock';
import { LEASE_TAKEN } from './retry';

/** Home-made locks: a key in one Redis. None of them is safe; each strategy that uses them shows why. */
const lockKey = (productId: number): string => `stampede:lock:${productId}`;

/** SET NX PX, and a plain DEL that does not check whose lock it deletes. */
export const redisLock = (redis: Redis, productId: number, milliseconds: number): ApplicationLock<true> => ({
  acquireName: 'take the lock',
  acquire: async () => ((await redis.set(lockKey(productId), 'locked', 'PX', milliseconds, 'NX')) === 'OK' ? true : null),
  policy: LEASE_TAKEN,
  neverFree: 'the lock was never free in time',
  releaseName: 'delete the lock',
  release: () => dropLock(redis, productId),
});

export async function isLocked(redis: Redis, productId: number): Promise<boolean> {
  return (await redis.exists(lockKey(productId))) === 1;
}

export async function setLock(redis: Redis, productId: number, milliseconds: number): Promise<void> {
  await redis.set(lockKey(productId), 'locked', 'PX', milliseconds);
}

/** Deletes the key, whichever buyer set it. */
export async function dropLock(redis: Redis, productId: number): Promise<void> {
  await redis.del(lockKey(productId));
}
