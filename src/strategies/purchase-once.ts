import { gaveUp, outcomeUnknown, type Outcome, type PurchaseRequest } from '@/domain/purchase';
import { isConnectionLoss, isNoConnectionFree, isOutOfRoom, isStatementTimeout, isUniqueViolation, isUnreachable } from '@/stores/postgres/errors';
import { isRedisLoss } from '@/stores/redis/errors';
import { findOrderByKey, IDEMPOTENCY_CONSTRAINT, type PlacedOrder } from '@/stores/postgres/idempotency';
import { BatchLost } from './coalescer';
import { confirmed } from './order';
import type { PurchaseContext } from './purchase-context';
import { UnknownProduct, type Strategy } from './strategy';

/**
 * Runs a purchase so that one idempotency key means one order and one answer, also when the same key arrives twice at
 * once: the unique key on the order row decides, and whoever comes second gets the first one's order. Every ending that
 * a shop must expect comes back as an outcome; what is thrown is `UnknownProduct`, `KeyReused` or a bug.
 */
export async function purchaseOnce(strategy: Strategy, context: PurchaseContext, request: PurchaseRequest): Promise<Outcome> {
  try {
    const earlier = await findEarlier(context, request);
    if (earlier) return toldAgain(context, earlier);
    const outcome = await strategy.purchase(context, request);
    if (outcome.kind === 'confirmed' || request.idempotencyKey === null) return outcome;
    // The twin with the same key may have been the one that took the last unit.
    const twin = await findEarlier(context, request);
    return twin ? toldAgain(context, twin) : outcome;
  } catch (error) {
    if (error instanceof UnknownProduct || error instanceof KeyReused) throw error;
    try {
      const twin = isUniqueViolation(error, IDEMPOTENCY_CONSTRAINT) ? await findEarlier(context, request) : null;
      if (twin) return toldAgain(context, twin);
    } catch (later) {
      if (later instanceof KeyReused) throw later;
      return endingOf(later, context);
    }
    return endingOf(error, context);
  }
}

/** The order of the first time, as its buyer was told of it. */
function toldAgain(context: PurchaseContext, order: PlacedOrder): Outcome {
  context.toldAgain = true;
  return confirmed(order, order.remaining);
}

async function findEarlier(context: PurchaseContext, request: PurchaseRequest): Promise<PlacedOrder | null> {
  const key = request.idempotencyKey;
  if (key === null) return null;
  const order = await context.session((_sql, session) =>
    context.step('look for an order with this key', () => findOrderByKey(session, request.productId, key)),
  );
  if (order && (order.buyer_id !== request.buyerId || order.quantity !== request.quantity)) throw new KeyReused(key);
  if (order) await requireWholeCart(context, request, key);
  return order;
}

/** The first time there may have been less in the cart: then this is another purchase, and the answer to that one would be wrong. */
async function requireWholeCart(context: PurchaseContext, request: PurchaseRequest, key: string): Promise<void> {
  for (const productId of request.cart ?? []) {
    const found = await context.session((_sql, session) =>
      context.step('look for the rest of the cart', () => findOrderByKey(session, productId, key)),
    );
    if (found?.buyer_id !== request.buyerId) throw new KeyReused(key);
  }
}

/** An idempotency key that has already led to an order of another buyer or quantity. */
export class KeyReused extends Error {
  constructor(key: string) {
    super(`The Idempotency-Key ${key} belongs to another purchase; nothing was bought.`);
    this.name = 'KeyReused';
  }
}

function endingOf(error: unknown, context: PurchaseContext): Outcome {
  if (isRedisLoss(error)) {
    return context.inDoubt
      ? outcomeUnknown('Redis was lost in the middle; the purchase may or may not have happened')
      : gaveUp('Redis could not be reached, or was lost before anything was bought');
  }
  const limit = isNoConnectionFree(error) ? 'no connection to Postgres became free in time' : isStatementTimeout(error) ? 'a statement took too long and was cancelled' : null;
  if (limit) return context.inDoubt ? outcomeUnknown(`${limit}; what was done before that may have taken effect`) : gaveUp(limit);
  if (isOutOfRoom(error)) {
    return context.inDoubt
      ? outcomeUnknown('Postgres ran out of room in the middle; the purchase may or may not have happened')
      : gaveUp('Postgres has no room left for an order');
  }
  if (!isUnreachable(error) && !isConnectionLoss(error)) throw error;
  return context.inDoubt || (error instanceof BatchLost && error.inDoubt)
    ? outcomeUnknown('the connection to Postgres was lost; the purchase may or may not have happened')
    : gaveUp('Postgres could not be reached, or was lost before anything was bought');
}
