import type { Redis } from 'ioredis';

/** Units left of a product, as Redis counts them. */
export const counterKey = (productId: number): string => `stampede:stock:${productId}`;

/** A count that nobody needs any more goes by itself; no sale lasts a day. */
const FORGET_AFTER_S = 24 * 60 * 60;

export async function setCounter(redis: Redis, productId: number, units: number): Promise<void> {
  await redis.set(counterKey(productId), units, 'EX', FORGET_AFTER_S);
}

/** Null when Redis knows nothing of the product. */
export async function readCounter(redis: Redis, productId: number): Promise<number | null> {
  const units = await redis.get(counterKey(productId));
  return units === null ? null : Number(units);
}
