import type { PurchaseRequest } from '@/domain/purchase';
import { FORGET_AFTER_S, type StockCounter } from './counter';
import { luaScript } from './lua-script';

/** A purchase, and the id for its reservation. */
export interface Wish extends PurchaseRequest {
  /** Created by the shop, never by Redis: a Redis that lost its data would issue the same id twice. */
  id: string;
}

/** Units reserved in Redis for one buyer, to become an order in Postgres. */
export interface Reservation extends Wish {
  /** Its place in the stream. */
  entry: string;
}

/** The answer of Redis. `not-counted`: it has no count for this product. `seen-before`: this key already has a reservation. */
export type Reserved =
  | { kind: 'reserved' | 'seen-before'; left: number; reservation: Reservation }
  | { kind: 'sold-out' }
  | { kind: 'not-counted' };

type Reply = [kind: string, left: number, detail: string];

/** Check, decrement and record, atomically for each. A crash can come before or after, never in between. */
const RESERVE = luaScript<Reply[]>(
  'stampedeReserve',
  3,
  `
  local stock, seen, stream = KEYS[1], KEYS[2], KEYS[3]

  local function reserve(quantity, key, reservation)
    local left = redis.call('get', stock)
    if not left then return { 'not-counted', 0, '' } end

    if key ~= '' then
      local earlier = redis.call('hget', seen, key)
      if earlier then return { 'seen-before', tonumber(left), earlier } end
    end

    if tonumber(left) < tonumber(quantity) then return { 'sold-out', tonumber(left), '' } end
    left = redis.call('decrby', stock, quantity)

    -- The durable half: whatever becomes of the shop, somebody will find this entry and settle it.
    local entry = redis.call('xadd', stream, '*', 'reservation', reservation)

    if key ~= '' then
      redis.call('hset', seen, key, entry .. ' ' .. reservation)
      redis.call('expire', seen, ${FORGET_AFTER_S})
    end
    return { 'reserved', left, entry }
  end

  local answers = {}
  for i = 1, #ARGV, 3 do answers[#answers + 1] = reserve(ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
  return answers
  `,
);

/**
 * Reserves units of one product for each of these, in their order. One round trip. Throws what ioredis throws; if the
 * connection was lost, the reservations may or may not have been made, all or none.
 */
export async function reserve(counter: StockCounter, productId: number, wishes: readonly Wish[]): Promise<Reserved[]> {
  const keys = [counter.stockKey(productId), counter.seenKey(productId), counter.streamKey];
  const answers = await RESERVE(counter.redis, ...keys, ...wishes.flatMap((wish) => [wish.quantity, wish.idempotencyKey ?? '', JSON.stringify(wish)]));
  return wishes.map((wish, index) => reservedOf(wish, answers[index]));
}

function reservedOf(wish: Wish, [kind, left, detail]: Reply = ['nothing', 0, '']): Reserved {
  switch (kind) {
    case 'reserved':
      return { kind, left, reservation: { ...wish, entry: detail } };
    case 'seen-before': {
      const space = detail.indexOf(' ');
      return { kind, left, reservation: reservationAt(detail.slice(0, space), detail.slice(space + 1)) };
    }
    case 'sold-out':
    case 'not-counted':
      return { kind };
    default:
      throw new Error(`The reservation script gave an unknown answer, '${kind}'.`);
  }
}

/** As the script has stored it. */
export const reservationAt = (entry: string, stored: string): Reservation => ({ ...(JSON.parse(stored) as Wish), entry });
