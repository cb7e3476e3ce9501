import type { PurchaseRequest } from '@/domain/purchase';
import type { MonotonicClock } from '@/domain/monotonic-clock';
import { SessionPool } from '../postgres/session-pool';
import { findReserved } from '../postgres/settle-reservations';
import type { StockCounter } from './counter';
import { isRedisLoss, neverReachedRedis } from './errors';
import { recount } from './recount';
import type { Reservation, Reserved } from './reserve';
import { Reserver } from './reserver';
import { isPassing } from './settler';
import { SettlementWorker } from './settler-worker';
import type { Settlement } from './settlement';
import { WaitingBuyers } from './waiting-buyers';

/** `lost`: the connection broke before Redis answered, so the reservation may or may not have been made. */
export type Answer = Reserved | { kind: 'lost' };

export interface ReservationOptions {
  counter: StockCounter;
  databaseUrl: string;
  applicationName: string;
  clock: MonotonicClock;
  onBug: (error: unknown) => void;
}

/** One reads, one reconciles, one is spare for a second product. */
const CONNECTIONS = 3;

/** A shop's reservations in Redis: makes them, has them settled in Postgres, and reports their settlements. */
export class Reservations {
  readonly #counter: StockCounter;
  readonly #reserver: Reserver;
  readonly #pool: SessionPool;
  readonly #waiting: WaitingBuyers;
  readonly #worker: SettlementWorker;

  /** Starts to settle at once, first what an earlier process left unsettled. */
  constructor({ counter, databaseUrl, applicationName, clock, onBug }: ReservationOptions) {
    this.#counter = counter;
    this.#reserver = new Reserver(counter);
    this.#pool = new SessionPool({ databaseUrl, size: CONNECTIONS, applicationName: `${applicationName} settler` });
    this.#waiting = new WaitingBuyers(clock);
    this.#worker = new SettlementWorker({ counter, pool: this.#pool, waiting: this.#waiting, onBug });
  }

  /** Reserves units under a new id. Throws only when Redis certainly did nothing. Returns rows, so that a recording shows the result. */
  async reserve(id: string, request: PurchaseRequest): Promise<readonly [Answer]> {
    this.#waiting.expect(id);
    try {
      const answer = await this.#reserver.reserve({ ...request, id });
      if (answer.kind === 'reserved') this.#waiting.reserved(answer.reservation);
      else this.#waiting.forget(id);
      return [answer];
    } catch (error) {
      if (isRedisLoss(error) && !neverReachedRedis(error)) return [{ kind: 'lost' }];
      this.#waiting.forget(id);
      throw error;
    }
  }

  /** The settlement of a reservation of this shop, as soon as any shop has settled it. */
  async settlementOf(id: string): Promise<Settlement> {
    return (await this.#waiting.settlementOf(id)) ?? (await this.#find(id)) ?? { kind: 'unknown' };
  }

  /** The same for a reservation that another purchase made, perhaps long ago. */
  async settlementOfEarlier(reservation: Reservation): Promise<Settlement> {
    const found = this.#waiting.settlementOf(reservation.id) ?? (await this.#find(reservation.id));
    if (found) return found;
    this.#waiting.reserved(reservation);
    return this.settlementOf(reservation.id);
  }

  /** Restores from Postgres a count that Redis has lost. */
  async recount(productId: number): Promise<void> {
    await recount(this.#pool, this.#counter, productId);
  }

  /** Stops the worker and closes its own connections; not the counter's. */
  async close(): Promise<void> {
    await this.#worker.end();
    this.#waiting.close();
    await this.#pool.end();
  }

  /** Null when it is not an order, or that cannot be determined. */
  async #find(id: string): Promise<Settlement | null> {
    try {
      return (await findReserved(this.#pool, [id])).get(id) ?? null;
    } catch (error) {
      if (isPassing(error)) return null;
      throw error;
    }
  }
}
