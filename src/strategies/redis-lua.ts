/**
 * Idea: One Lua script in Redis checks, takes the units and writes a reservation to a stream; settlers make orders of them in Postgres, hundreds at a time.
 * Guarantee: Never oversells, and confirms only what is an order in Postgres. Each reservation becomes one order, however often it is delivered.
 * Cost: A second place that counts, and the machinery that keeps the two in agreement: settlers, a reconciler, a recount after a loss.
 * Failure mode: A Redis that loses its data forgets reservations. Living shops settle theirs all the same, those of dead ones lapse, and the count is made anew from Postgres.
 * Isolation level: Redis runs a script alone. In Postgres read committed: a guarded UPDATE, and a unique key on the reservation.
 */
import { randomUUID } from 'node:crypto';
import { gaveUp, outcomeUnknown, soldOut, type Outcome } from '@/domain/purchase';
import type { Refusal, Settlement } from '@/stores/redis/settlement';
import { confirmed } from './order';
import { KeyReused } from './purchase-once';
import type { Purchase } from './strategy';

export const purchase: Purchase = async ({ step, think, reservations, requireProduct }, request) => {
  const { productId, buyerId, quantity } = request;
  await think();

  // The script itself: src/stores/redis/reserve.ts
  const id = randomUUID();
  let [answer] = await step('reserve in Redis', () => reservations.reserve(id, request));
  if (answer.kind === 'not-counted') {
    await requireProduct(productId);
    await step('count again from Postgres', () => reservations.recount(productId));
    [answer] = await step('reserve in Redis', () => reservations.reserve(id, request));
  }

  switch (answer.kind) {
    case 'sold-out':
      return soldOut();
    case 'not-counted':
      return gaveUp('Redis lost its count again and again');
    case 'reserved':
    case 'lost':
      // What Redis says is a promise. It is kept, and told, when the order is in Postgres.
      return outcomeOf(await step('wait for the settler', () => reservations.settlementOf(id)));
    case 'seen-before': {
      // The twin of a purchase that is under way, or just done: one reservation, one order, one answer.
      const { reservation } = answer;
      if (reservation.buyerId !== buyerId || reservation.quantity !== quantity) throw new KeyReused(request.idempotencyKey ?? '');
      return outcomeOf(await step('wait for the settler', () => reservations.settlementOfEarlier(reservation)));
    }
  }
};

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
