import { confirmed, defineStrategy, gaveUp, keyClaim, soldOut, type Purchase } from 'stampede';
import { isConnectionLoss, isLockNotAvailable, sqlState } from '@/stores/postgres/errors';

const takeAndWrite: Purchase = async (shop, { productId, quantity }) => {
  const { redis } = shop.counter;
  const key = shop.counter.stockKey(productId);
  const giveBack = (): PromiseLike<number> => shop.step('return', 'give back with INCRBY', () => redis.incrby(key, quantity));

  const left = await shop.step('reserve', 'reserve in Redis', () => redis.decrby(key, quantity));
  if (left < 0) {
    // Until this has arrived, the count is too low for every buyer, also for those who ask for less.
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

/** The server answered, and the answer was no. */
const wasRefused = (error: unknown): boolean => sqlState(error) !== null && !isConnectionLoss(error);

export default defineStrategy(
  {
    id: 'decr-then-check',
    class: 'loses-sales',
    title: 'DECR, then check',
    tagline: 'take first, give back later',
    needs: ['postgres', 'redis'],
    stockModel: 'redis',
    idea: 'DECRBY in Redis first, look at the sign, and give back with INCRBY whatever turns out not to be sold.',
    guarantee: 'Never oversells: no buyer gets a unit that the count did not have, and a guarded UPDATE in Postgres decides.',
    cost: "Lost sales. While a unit is in doubt every other buyer hears 'sold out', and when it comes back no buyer is left. NOWAIT causes most of the failures that are then compensated.",
    failureMode: 'A shop that dies before it gives back, or a Redis that answers too late, leaves the count too low for ever: ghost stock, in Postgres and not for sale.',
    isolationLevel: 'Read committed, with the row lock NOWAIT: a buyer that finds the row locked is refused at once.',
  },
  async (shop, request) => {
    // DECRBY begins at 0 with a product that Redis does not know. One that Redis has forgotten is sold out from then on.
    await shop.requireProduct();
    const { productId, idempotencyKey: key } = request;
    if (key === null) return takeAndWrite(shop, request);
    // Twins one after the other: while the first holds the last unit in doubt, the second would hear 'sold out'.
    return shop.withLock(keyClaim(shop.counter, productId, key), () => takeAndWrite(shop, request));
  },
);
