import { randomUUID } from 'node:crypto';
import { isConnectionLoss, isRetryable, isStatementTimeout, isUnreachable } from '../postgres/errors';
import type { SessionPool } from '../postgres/session-pool';
import { settleReservations } from '../postgres/settle-reservations';
import type { StockCounter } from './counter';
import { isRedisLoss } from './errors';
import { recount } from './recount';
import { conclude, giveBack } from './reservation-stream';
import type { Reservation } from './reserve';
import type { Settlement } from './settlement';
import type { WaitingBuyers } from './waiting-buyers';

export interface SettlerStores {
  counter: StockCounter;
  /** Connections of its own: settling must not queue behind buyers. */
  pool: SessionPool;
  waiting: WaitingBuyers;
}

/** Postgres was lost under a batch: asking again at once is right, because nothing becomes an order twice. */
const TRIES = 3;

/**
 * Makes orders of reservations. Postgres first, then Redis: whoever dies in between leaves an entry in the stream whose
 * order is there already, and the next one to settle it finds that out.
 */
export class Settler {
  /** Unique among all settlers there ever were; Redis remembers by this name who has what. */
  readonly name = randomUUID();

  constructor(private readonly stores: SettlerStores) {}

  /** Settles reservations of any products, and tells their buyers. Throws when a store is lost; then what is not settled stays in the stream. */
  async settle(reservations: readonly Reservation[]): Promise<void> {
    const sales = new Map<number, Reservation[]>();
    for (const reservation of reservations) {
      const sale = sales.get(reservation.productId);
      if (sale) sale.push(reservation);
      else sales.set(reservation.productId, [reservation]);
    }
    const results = await Promise.allSettled([...sales].map(([productId, sale]) => this.#settleSale(productId, sale)));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  async #settleSale(productId: number, reservations: readonly Reservation[]): Promise<void> {
    const { counter, pool, waiting } = this.stores;
    const placed = await this.#place(productId, reservations);
    const settled = new Map<string, Settlement>([...placed].filter(([, { kind }]) => kind === 'settled'));
    const refused = reservations.flatMap((reservation) => {
      const settlement = placed.get(reservation.id);
      return settlement?.kind === 'refused' ? [{ reservation, settlement }] : [];
    });

    // The order is there, whatever becomes of Redis now. Buyers of this shop need not wait for the news to travel.
    waiting.tell(settled);
    const known = settled.size === 0 ? 0 : await conclude(counter, reservations.filter(({ id }) => settled.has(id)), settled);
    for (const { reservation, settlement } of refused) {
      const news = new Map([[reservation.id, settlement]]);
      await giveBack(counter, reservation, news);
      // Only now: a unit that cannot be given back may be tried again, and is not refused yet.
      waiting.tell(news);
    }
    // Redis promised what Postgres has not, or has forgotten what it promised.
    if (known < settled.size || refused.some(({ settlement }) => settlement.reason === 'too-little')) await recount(pool, counter, productId);
  }

  async #place(productId: number, reservations: readonly Reservation[]): ReturnType<typeof settleReservations> {
    for (let tries = 1; ; tries++) {
      try {
        return await settleReservations(this.stores.pool, productId, reservations);
      } catch (error) {
        if (tries >= TRIES || !isPassing(error)) throw error;
      }
    }
  }
}

/** A store that is out of reach may be back for the next attempt; everything else is a bug. */
export const isPassing = (error: unknown): boolean => isRedisLoss(error) || isConnectionLoss(error) || isUnreachable(error) || isRetryable(error) || isStatementTimeout(error);
