import type { StockCounter } from '@/stores/redis/counter';

/** Longer than a purchase takes. If it runs out after all, the unique key in Postgres still lets only one through. */
const CLAIM_MS = 30_000;

/** True when nobody else is buying with this key; null when somebody is. */
export async function claimKey(counter: StockCounter, productId: number, idempotencyKey: string): Promise<true | null> {
  const answer = await counter.redis.set(counter.claimKey(productId, idempotencyKey), 'claimed', 'PX', CLAIM_MS, 'NX');
  return answer === 'OK' ? true : null;
}

/** Lets the next one in. A Redis that is lost just now forgets by itself; that must not spoil a purchase that is done. */
export async function releaseKey(counter: StockCounter, productId: number, idempotencyKey: string): Promise<void> {
  await counter.redis.del(counter.claimKey(productId, idempotencyKey)).catch(() => undefined);
}
