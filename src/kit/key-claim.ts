import type { StockCounter } from '@/stores/redis/counter';
import type { ApplicationLock } from './application-lock';
import { TWIN_UNDER_WAY } from './retry';

/** Longer than a purchase takes. If it expires all the same, the unique key in Postgres still lets only one through. */
const CLAIM_MS = 30_000;

/** Makes purchases with the same idempotency key run one after the other. */
export const keyClaim = (counter: StockCounter, productId: number, idempotencyKey: string): ApplicationLock<true> => ({
  acquireName: 'claim the key',
  acquire: async () => ((await counter.redis.set(counter.claimKey(productId, idempotencyKey), 'claimed', 'PX', CLAIM_MS, 'NX')) === 'OK' ? true : null),
  policy: TWIN_UNDER_WAY,
  neverFree: 'another purchase with the same key was under way all the time',
  releaseName: 'release the key',
  // If Redis is lost just now, the key expires by itself; a finished purchase must not fail because of it.
  release: () => counter.redis.del(counter.claimKey(productId, idempotencyKey)).catch(() => undefined),
});
