/**
 * Idea: DECRBY in Redis first, look at the sign, and give back with INCRBY whatever turns out not to be sold.
 * Guarantee: Never oversells: nobody gets a unit that the count did not have, and a guarded UPDATE in Postgres decides.
 * Cost: Lost sales. While a unit is in doubt everybody else hears 'sold out', and when it comes back nobody is left to buy it.
 * Failure mode: A shop that dies before it gives back, or a Redis that answers too late, leaves the count too low for ever: ghost stock, on the shelf in Postgres and not for sale.
 * Isolation level: Read committed, with the row lock NOWAIT: whoever finds the row locked is refused at once.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import { isConnectionLoss, isLockNotAvailable, sqlState } from '@/stores/postgres/errors';
import { claimKey, releaseKey } from './key-claim';
import { confirmed } from './order';
import { TWIN_UNDER_WAY } from './retry';
import type { OrderRow, Purchase } from './strategy';

export const purchase: Purchase = async (context, request) => {
  const { step, repeat, counter, requireProduct } = context;
  const { productId, idempotencyKey: key } = request;
  // DECRBY begins at 0 with a product that Redis does not know. One that Redis has forgotten is sold out from then on.
  await requireProduct(productId);
  if (key === null) return takeAndWrite(context, request);

  // Twins one after the other: while the first holds the last unit in doubt, the second would hear 'sold out'.
  const claim = await repeat('claim the key', () => claimKey(counter, productId, key), TWIN_UNDER_WAY);
  if (!claim) return gaveUp('another purchase with the same key was under way all the time');
  try {
    return await takeAndWrite(context, request);
  } finally {
    await step('release the key', () => releaseKey(counter, productId, key));
  }
};

const takeAndWrite: Purchase = async (context, { productId, buyerId, quantity, idempotencyKey }) => {
  const { step, statement, think, counter } = context;
  const stock = counter.stockKey(productId);
  const giveBack = (): PromiseLike<number> => step('give back with INCRBY', () => counter.redis.incrby(stock, quantity));

  const left = await step('reserve in Redis', () => counter.redis.decrby(stock, quantity));
  if (left < 0) {
    // Until this has arrived, the count is too low for everybody who asks, also for those who ask for less.
    await giveBack();
    return soldOut();
  }

  await think();

  let order: SoldRow | undefined;
  try {
    [order] = await statement<SoldRow>('write unless the row is locked', (sql) => sql`
      with free as (
        select product_id from inventory where product_id = ${productId}
        for update nowait -- no queue: an error at once if somebody has the row
      ), sold as (
        update inventory set stock = stock - ${quantity} from free
        where inventory.product_id = free.product_id
          and stock >= ${quantity} -- whatever Redis believes
        returning stock
      )
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
      select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
      returning id, remaining, created_at
    `);
  } catch (error) {
    // A connection lost in the middle leaves the units in doubt: giving them back could sell them twice, keeping them makes ghosts.
    if (context.inDoubt && !wasRefused(error)) throw error;
    context.inDoubt = false;
    await giveBack();
    if (isLockNotAvailable(error)) return gaveUp('somebody else was writing to the row');
    throw error;
  }
  if (order) return confirmed(order, order.remaining);
  await giveBack();
  return soldOut();
};

type SoldRow = OrderRow & { remaining: number };

/** The server answered, and the answer was no. */
const wasRefused = (error: unknown): boolean => sqlState(error) !== null && !isConnectionLoss(error);
