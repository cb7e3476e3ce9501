import { randomUUID } from 'node:crypto';
import { confirmed, defineStrategy, gaveUp, KeyReused, outcomeUnknown, soldOut, type Outcome } from 'stampede';
import type { Refusal, Settlement } from '@/stores/redis/settlement';

export default defineStrategy(
  {
    id: 'redis-lua',
    class: 'safe',
    title: 'Redis Lua',
    tagline: 'reserved, then settled',
    needs: ['postgres', 'redis'],
    stockModel: 'redis',
    idea: 'One Lua script in Redis checks, takes the units and writes a reservation to a stream; settlers make orders of them in Postgres, hundreds at a time.',
    guarantee: 'Never oversells, and confirms a purchase only once its order is in Postgres. Each reservation becomes at most one order, however often it is delivered.',
    cost: 'A second place that counts the stock, and the machinery that keeps both in agreement: settlers, a reconciler, a recount after a loss.',
    failureMode: 'A Redis that loses its data forgets reservations. Running shops still settle theirs, those of dead shops lapse, and the count is rebuilt from Postgres.',
    isolationLevel: 'Redis runs one script at a time. In Postgres read committed: a guarded UPDATE, and a unique key on the reservation.',
  },
  async (shop, request) => {
    const { reservations } = shop;
    await shop.think();

    // The script itself: src/stores/redis/reserve.ts
    const id = randomUUID();
    const reserve = () => shop.step('reserve', 'reserve in Redis', () => reservations.reserve(id, request));
    let [answer] = await reserve();
    if (answer.kind === 'not-counted') {
      await shop.requireProduct();
      await shop.step('read', 'count again from Postgres', () => reservations.recount(request.productId));
      [answer] = await reserve();
    }

    switch (answer.kind) {
      case 'sold-out':
        return soldOut();
      case 'not-counted':
        return gaveUp('Redis lost its count again and again');
      case 'reserved':
      case 'lost':
        // A reservation in Redis is only a promise. The buyer gets an answer once the order is in Postgres.
        return outcomeOf(await shop.step('settle', 'wait for the settler', () => reservations.settlementOf(id)));
      case 'seen-before': {
        // A purchase with this key is under way or has just ended: one reservation, one order, one answer.
        const { reservation } = answer;
        if (reservation.buyerId !== request.buyerId || reservation.quantity !== request.quantity) throw new KeyReused(request.idempotencyKey ?? '');
        return outcomeOf(await shop.step('settle', 'wait for the settler', () => reservations.settlementOfEarlier(reservation)));
      }
    }
  },
);

function outcomeOf(settlement: Settlement): Outcome {
  switch (settlement.kind) {
    case 'settled':
      return confirmed({ id: settlement.orderId, created_at: settlement.createdAt }, settlement.remaining);
    case 'refused':
      return gaveUp(REFUSED[settlement.reason]);
    case 'unknown':
      return outcomeUnknown('the reservation was not settled in time; it may have been lost, or may yet become an order');
  }
}

const REFUSED: Readonly<Record<Refusal, string>> = {
  'too-little': 'Redis had promised more than Postgres has',
  'key-taken': 'another order has the same key',
  impossible: 'Postgres could not store the order',
};
