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
  /** A separate pool: settling must not queue behind buyers. */
  pool: SessionPool;
  waiting: WaitingBuyers;
}

/** Postgres was lost during a batch: trying again at once is safe, because nothing becomes an order twice. */
const TRIES = 3;

/**
 * Turns reservations into orders. Postgres first, then Redis: a settler that dies in between leaves an entry in the stream whose
 * order exists already, and the next settler finds that order.
 */
export class Settler {
  /** Unique among all settlers ever; Redis records under this name which entries a settler has. */
  readonly name = randomUUID();

  constructor(private readonly stores: SettlerStores) {}

  /** Settles reservations of any products, and answers their buyers. Throws when a store is lost; then what is not settled stays in the stream. */
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

    // The order is stored, whatever happens to Redis now. Buyers of this shop need not wait for the announcement.
    waiting.settle(settled);
    const known = settled.size === 0 ? 0 : await conclude(counter, reservations.filter(({ id }) => settled.has(id)), settled);
    for (const { reservation, settlement } of refused) {
      const news = new Map([[reservation.id, settlement]]);
      await giveBack(counter, reservation, news);
      // Only now: if the unit could not be returned, this may be tried again, and the reservation is not refused yet.
      waiting.settle(news);
    }
    // Redis counted more than Postgres has, or has lost its reservations.
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

/** A store that cannot be reached may be back for the next attempt; everything else is a bug. */
export const isPassing = (error: unknown): boolean => isRedisLoss(error) || isConnectionLoss(error) || isUnreachable(error) || isRetryable(error) || isStatementTimeout(error);
