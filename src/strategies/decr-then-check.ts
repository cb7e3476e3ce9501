import { confirmed, defineStrategy, gaveUp, keyClaim, soldOut, type Purchase } from 'stampede';
import { isConnectionLoss, isLockNotAvailable, sqlState } from '@/stores/postgres/errors';

const takeAndWrite: Purchase = async (shop, { productId, quantity }) => {
  const { redis } = shop.counter;
  const key = shop.counter.stockKey(productId);
  const giveBack = (): PromiseLike<number> => shop.step('return', 'give back with INCRBY', () => redis.incrby(key, quantity));

  const left = await shop.step('reserve', 'reserve in Redis', () => redis.decrby(key, quantity));
  if (left < 0) {
    // Until this arrives, the count is too low for every buyer, even for those who want fewer units.
    await giveBack();
    return soldOut();
  }

  await shop.think();

  try {
    const order = await shop.sell('write unless the row is locked')`
      update inventory set stock = stock - ${quantity}
      where product_id = (
          select product_id from inventory where product_id = ${productId}
          for update nowait -- no queue: an error at once if another buyer has locked the row
        )
        and stock >= ${quantity} -- whatever Redis believes
      returning stock
    `;
    if (order) return confirmed(order);
  } catch (error) {
    // A connection lost in the middle leaves the units in doubt: giving them back could sell them twice, keeping them makes ghosts.
    if (shop.inDoubt && !wasRefused(error)) throw error;
    shop.inDoubt = false;
    await giveBack();
    if (isLockNotAvailable(error)) return gaveUp('another buyer was writing to the row');
    throw error;
  }
  await giveBack();
  return soldOut();
};

/** The server answered and refused. */
const wasRefused = (error: unknown): boolean => sqlState(error) !== null && !isConnectionLoss(error);

export default defineStrategy(
  {
    id: 'decr-then-check',
    class: 'loses-sales',
    title: 'DECR, then check',
    tagline: 'take first, give back later',
    needs: ['postgres', 'redis'],
    stockModel: 'redis',
    idea: 'DECRBY in Redis first, check the sign, and give back with INCRBY whatever is not sold in the end.',
    guarantee: 'Never oversells: a buyer only gets units that the count still had, and a guarded UPDATE in Postgres decides.',
    cost: "Lost sales. While a unit is in doubt every other buyer gets 'sold out', and when the unit comes back no buyer is left. NOWAIT causes most of the failures that then have to be compensated.",
    failureMode: 'When a shop dies before it gives units back, or Redis answers too late, the count stays too low for ever: ghost stock, which Postgres still has and no buyer can get.',
    isolationLevel: 'Read committed, with the row lock NOWAIT: a buyer that finds the row locked is refused at once.',
  },
  async (shop, request) => {
    // DECRBY starts from 0 for a key that Redis does not have: a product that Redis has forgotten is sold out from then on.
    await shop.requireProduct();
    const { productId, idempotencyKey: key } = request;
    if (key === null) return takeAndWrite(shop, request);
    // Twins one after the other: while the first holds the last unit in doubt, the second would get 'sold out'.
    return shop.withLock(keyClaim(shop.counter, productId, key), () => takeAndWrite(shop, request));
  },
);
