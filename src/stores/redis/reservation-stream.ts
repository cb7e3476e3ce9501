import type { Redis } from 'ioredis';
import type { StockCounter } from './counter';
import { isMissingGroup } from './errors';
import { luaScript } from './lua-script';
import { reservationAt, type Reservation } from './reserve';
import { encodeSettlements, type Settlements } from './settlement';

/** All shops share the work: each entry is delivered to one of them, and to another if that one is gone. */
const GROUP = 'settlers';
/** A larger batch gains nothing, and makes all of its buyers wait for the last. */
const MAX_BATCH = 1_000;

/** As ioredis returns it. No fields: it was deleted in the meantime, because another settler has settled it. */
export type StreamEntry = [entry: string, fields: string[] | null];

/** New reservations, as soon as there are any; none after `blockMs`. `reader` is a connection of its own, because it blocks. */
export async function readNew(reader: Redis, counter: StockCounter, settler: string, blockMs: number): Promise<Reservation[]> {
  const streams = await reader.xreadgroup('GROUP', GROUP, settler, 'COUNT', MAX_BATCH, 'BLOCK', blockMs, 'STREAMS', counter.streamKey, '>');
  const [stream] = (streams ?? []) as [string, StreamEntry[]][];
  return (stream?.[1] ?? []).flatMap(reservationOf);
}

/** Takes over what was delivered longer than `idleMs` ago and is not settled: its settler is slow or dead. */
export async function claimStale(counter: StockCounter, settler: string, idleMs: number): Promise<Reservation[]> {
  const [, entries] = (await counter.redis.xautoclaim(counter.streamKey, GROUP, settler, idleMs, '0-0', 'COUNT', MAX_BATCH)) as [string, (StreamEntry | null)[]];
  return entries.flatMap((entry) => (entry ? reservationOf(entry) : []));
}

/** Starts with the first entry: a Redis that came back without its groups may have kept its stream. */
export async function createGroup(counter: StockCounter): Promise<void> {
  await counter.redis.xgroup('CREATE', counter.streamKey, GROUP, '0', 'MKSTREAM').catch((error: unknown) => {
    if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
  });
}

/** Creates the group if it does not exist, and asks again. */
export async function withGroup<T>(counter: StockCounter, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isMissingGroup(error)) throw error;
    await createGroup(counter);
    return ask();
  }
}

/** Removes reservations that are orders now, and notifies every shop. Returns how many of them Redis still had. */
export async function conclude(counter: StockCounter, reservations: readonly Reservation[], settlements: Settlements): Promise<number> {
  const entries = reservations.map(({ entry }) => entry);
  const replies = await counter.redis
    .multi()
    .xack(counter.streamKey, GROUP, ...entries)
    .xdel(counter.streamKey, ...entries)
    .publish(counter.settledChannel, encodeSettlements(settlements))
    .exec();
  for (const [error] of replies ?? []) if (error && !isMissingGroup(error)) throw error;
  return Number(replies?.[1]?.[1] ?? 0);
}

/** Only the settler that removes the entry from the stream returns its units, so they are returned once. */
const GIVE_BACK = luaScript<number>(
  'stampedeGiveBack',
  3,
  `
  local stream, stock, seen = KEYS[1], KEYS[2], KEYS[3]
  local entry, quantity, key, channel, message, group = unpack(ARGV)
  redis.pcall('xack', stream, group, entry)
  local ours = redis.call('xdel', stream, entry)
  if ours == 1 then
    if redis.call('exists', stock) == 1 then redis.call('incrby', stock, quantity) end
    local earlier = key ~= '' and redis.call('hget', seen, key)
    if earlier and string.find(earlier, entry .. ' ', 1, true) == 1 then redis.call('hdel', seen, key) end
  end
  redis.call('publish', channel, message)
  return ours
  `,
);

/** Cancels a reservation that cannot become an order: its units are in stock again, its key is free. */
export async function giveBack(counter: StockCounter, reservation: Reservation, settlements: Settlements): Promise<void> {
  const { productId, entry, quantity, idempotencyKey } = reservation;
  const keys = [counter.streamKey, counter.stockKey(productId), counter.seenKey(productId)];
  const message = encodeSettlements(settlements);
  await GIVE_BACK(counter.redis, ...keys, entry, quantity, idempotencyKey ?? '', counter.settledChannel, message, GROUP);
}

/** Shops that are gone leave their names behind. A name with entries to settle is kept until another settler has taken them over. */
const FORGET_IDLE = luaScript<number>(
  'stampedeForgetIdle',
  1,
  `
  local forgotten = 0
  for _, info in ipairs(redis.call('xinfo', 'consumers', KEYS[1], ARGV[1])) do
    local settler = {}
    for i = 1, #info, 2 do settler[info[i]] = info[i + 1] end
    if settler.pending == 0 and settler.idle > tonumber(ARGV[2]) then
      forgotten = forgotten + 1
      redis.call('xgroup', 'delconsumer', KEYS[1], ARGV[1], settler.name)
    end
  end
  return forgotten
  `,
);

export const forgetIdleSettlers = (counter: StockCounter, idleMs: number): Promise<number> => FORGET_IDLE(counter.redis, counter.streamKey, GROUP, idleMs);

/** The number of reservations of this database that are not orders yet, delivered or not: concluded ones are removed from the stream. */
export const unsettled = (counter: StockCounter): Promise<number> => counter.redis.xlen(counter.streamKey);

/** Empty when the entry is gone. */
export function reservationOf([entry, fields]: StreamEntry): Reservation[] {
  const stored = fields?.[1];
  return stored === undefined ? [] : [reservationAt(entry, stored)];
}
