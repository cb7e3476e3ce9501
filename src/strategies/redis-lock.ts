import type { Redis } from 'ioredis';

/** A lock as people write it themselves: a key in one Redis. None of these is safe; each strategy that uses them shows why. */
const lockKey = (productId: number): string => `stampede:lock:${productId}`;

/** SET NX PX: true when the lock is ours, null when it is somebody's. */
export async function trySetLock(redis: Redis, productId: number, milliseconds: number): Promise<true | null> {
  const answer = await redis.set(lockKey(productId), 'locked', 'PX', milliseconds, 'NX');
  return answer === 'OK' ? true : null;
}

export async function isLocked(redis: Redis, productId: number): Promise<boolean> {
  return (await redis.exists(lockKey(productId))) === 1;
}

export async function setLock(redis: Redis, productId: number, milliseconds: number): Promise<void> {
  await redis.set(lockKey(productId), 'locked', 'PX', milliseconds);
}

/** Deletes the key, whoever set it. */
export async function dropLock(redis: Redis, productId: number): Promise<void> {
  await redis.del(lockKey(productId));
}
