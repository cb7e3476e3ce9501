import { gaveUp, OUTCOME_KINDS, outcomeUnknown, type Outcome } from '@/domain/purchase';
import { isConnectionLoss, isNoConnectionFree, isOutOfRoom, isStatementTimeout, isUniqueViolation, isUnreachable, sqlState } from '@/stores/postgres/errors';
import { isRedisLoss } from '@/stores/redis/errors';
import { IDEMPOTENCY_CONSTRAINT } from '@/stores/postgres/idempotency';
import { BatchLost } from './coalescer';
import { confirmed } from './confirmed';
import { KeyReused } from './key-reused';
import { mistakeSentence, NothingRead, StrategyMistake } from './mistake';
import type { SoldRow } from './order-row';
import type { Shop } from './shop';
import type { Strategy } from './strategy';
import { UnknownProduct } from './unknown-product';

/**
 * Runs a purchase so that one idempotency key means one order and one answer, even when the same key arrives twice at
 * once: the unique key on the order row decides, and the second purchase gets the first one's order. Every ending that
 * a shop must expect comes back as an outcome; it throws only `UnknownProduct`, `KeyReused`, or a bug: a `StrategyMistake`
 * where the strategy is at fault.
 */
export async function purchaseOnce(strategy: Strategy, shop: Shop): Promise<Outcome> {
  const { request } = shop;
  try {
    const earlier = await findEarlier(shop);
    if (earlier) return replay(shop, earlier);
    const outcome = await buy(strategy, shop);
    if (outcome.kind === 'confirmed' || request.idempotencyKey === null) return outcome;
    // The twin with the same key may have been the one that took the last unit.
    const twin = await findEarlier(shop);
    return twin ? replay(shop, twin) : outcome;
  } catch (error) {
    if (error instanceof UnknownProduct || error instanceof KeyReused || error instanceof StrategyMistake) throw error;
    try {
      const twin = isUniqueViolation(error, IDEMPOTENCY_CONSTRAINT) ? await findEarlier(shop) : null;
      if (twin) return replay(shop, twin);
    } catch (later) {
      if (later instanceof KeyReused) throw later;
      return endingOf(later, shop, strategy);
    }
    return endingOf(error, shop, strategy);
  }
}

/** Runs the strategy itself, and checks that it returns an outcome and awaits its statements. */
async function buy(strategy: Strategy, shop: Shop): Promise<Outcome> {
  const outcome = await outcomeOf(strategy, shop);
  shop.requireAllSent();
  if (isOutcome(outcome)) return outcome;
  throw new StrategyMistake(
    'returned-nothing',
    `The strategy ${strategy.id} returned ${outcome === undefined ? 'nothing' : 'something that is not an outcome'}. Every path through it has to return confirmed(...), soldOut() or gaveUp('why').`,
    null,
  );
}

/** Checks whether the product is unknown after a read found nothing, now that the connection has been returned. */
async function outcomeOf(strategy: Strategy, shop: Shop): Promise<unknown> {
  try {
    return await strategy.purchase(shop, shop.request);
  } catch (error) {
    if (!(error instanceof NothingRead)) throw error;
    const { productId, cart = [productId] } = shop.request;
    for (const product of cart) await shop.requireProduct(product);
    throw noRow(error);
  }
}

const noRow = ({ step, calledAt }: NothingRead): StrategyMistake =>
  new StrategyMistake('no-row', `'${step}' found no row, and one was expected. If that may happen, use .maybe() or .all().`, step, calledAt);

const OUTCOMES: ReadonlySet<unknown> = new Set(OUTCOME_KINDS);

const isOutcome = (value: unknown): value is Outcome => typeof value === 'object' && value !== null && 'kind' in value && OUTCOMES.has(value.kind);

/** The order of the first purchase with this key, with the answer that its buyer got. */
function replay(shop: Shop, order: PlacedOrder): Outcome {
  shop.replayed = true;
  return confirmed(order);
}

async function findEarlier(shop: Shop): Promise<PlacedOrder | null> {
  const { request } = shop;
  const key = request.idempotencyKey;
  if (key === null) return null;
  const order = await orderOf(shop, 'look for an order with this key', request.productId, key);
  if (order && (order.buyer_id !== request.buyerId || order.quantity !== request.quantity)) throw new KeyReused(key);
  if (order) await requireWholeCart(shop, key);
  return order;
}

/** The order with this key. `id` and `created_at` as stored, `remaining` as its buyer got it. */
interface PlacedOrder extends SoldRow {
  buyer_id: string;
  quantity: number;
}

const orderOf = (shop: Shop, step: string, productId: number, key: string): Promise<PlacedOrder | null> =>
  shop.read(step)<PlacedOrder>`
    select id, buyer_id, quantity, remaining, created_at from orders
    where product_id = ${productId} and idempotency_key = ${key}
  `.maybe();

/** The first cart may have been smaller: then this is another purchase, and the first one's answer would be wrong. */
async function requireWholeCart(shop: Shop, key: string): Promise<void> {
  const { cart = [], buyerId } = shop.request;
  for (const productId of cart) {
    const found = await orderOf(shop, 'look for the rest of the cart', productId, key);
    if (found?.buyer_id !== buyerId) throw new KeyReused(key);
  }
}

function endingOf(error: unknown, context: Shop, strategy: Strategy): Outcome {
  if (isRedisLoss(error)) {
    return context.inDoubt
      ? outcomeUnknown('Redis was lost in the middle; the purchase may or may not have happened')
      : gaveUp('Redis could not be reached, or was lost before anything was bought');
  }
  const limit = isNoConnectionFree(error) ? 'no connection to Postgres was free in time' : isStatementTimeout(error) ? 'a statement took too long and was cancelled' : null;
  if (limit) return context.inDoubt ? outcomeUnknown(`${limit}; what was done before that may have taken effect`) : gaveUp(limit);
  if (isOutOfRoom(error)) {
    return context.inDoubt
      ? outcomeUnknown('Postgres ran out of room in the middle; the purchase may or may not have happened')
      : gaveUp('Postgres has no room left for an order');
  }
  if (!isUnreachable(error) && !isConnectionLoss(error)) throw bugOf(error, strategy);
  return context.inDoubt || (error instanceof BatchLost && error.inDoubt)
    ? outcomeUnknown('the connection to Postgres was lost; the purchase may or may not have happened')
    : gaveUp('Postgres could not be reached, or was lost before anything was bought');
}

/** Anything else is not a lost dependency: in a strategy from a file it is its author's mistake. */
const bugOf = (error: unknown, { id, file }: Strategy): unknown =>
  file === undefined ? error : new StrategyMistake('threw', `The strategy ${id} threw: ${mistakeSentence(error, file)}${sqlState(error) === null ? '' : ` (${sqlState(error) ?? ''})`}. A strategy may throw only when a dependency is lost; return an outcome for everything else.`, null, null, { cause: error });
