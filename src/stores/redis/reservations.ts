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
import { SettlerShift } from './settler-worker';
import type { Settlement } from './settlement';
import { WaitingBuyers } from './waiting-buyers';

/** `lost`: the connection broke before Redis had answered, so the reservation may or may not have been made. */
export type Answer = Reserved | { kind: 'lost' };

export interface ReservationOptions {
  counter: StockCounter;
  databaseUrl: string;
  applicationName: string;
  clock: MonotonicClock;
  onBug: (error: unknown) => void;
}

/** One that reads, one that reconciles, one to spare for a second product. */
const CONNECTIONS = 3;

/** A shop's reservations in Redis: makes them, has them settled in Postgres, and knows what became of them. */
export class Reservations {
  readonly #counter: StockCounter;
  readonly #reserver: Reserver;
  readonly #pool: SessionPool;
  readonly #waiting: WaitingBuyers;
  readonly #shift: SettlerShift;

  /** Begins to settle at once, beginning with what an earlier process left lying. */
  constructor({ counter, databaseUrl, applicationName, clock, onBug }: ReservationOptions) {
    this.#counter = counter;
    this.#reserver = new Reserver(counter);
    this.#pool = new SessionPool({ databaseUrl, size: CONNECTIONS, applicationName: `${applicationName} settler` });
    this.#waiting = new WaitingBuyers(clock);
    this.#shift = new SettlerShift({ counter, pool: this.#pool, waiting: this.#waiting, onBug });
  }

  /** Takes units under an id that was never used before. Throws only when Redis certainly did nothing. A row, so that a recording shows it. */
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

  /** What became of a reservation of this shop, as soon as somebody has settled it. */
  async settlementOf(id: string): Promise<Settlement> {
    return (await this.#waiting.settlementOf(id)) ?? (await this.#find(id)) ?? { kind: 'unknown' };
  }

  /** The same for one that somebody else made, perhaps long ago. */
  async settlementOfEarlier(reservation: Reservation): Promise<Settlement> {
    const found = this.#waiting.settlementOf(reservation.id) ?? (await this.#find(reservation.id));
    if (found) return found;
    this.#waiting.reserved(reservation);
    return this.settlementOf(reservation.id);
  }

  /** Counts anew from Postgres what Redis has forgotten. */
  async recount(productId: number): Promise<void> {
    await recount(this.#pool, this.#counter, productId);
  }

  /** Ends the shift and closes what is its own; the counter's connection is not. */
  async close(): Promise<void> {
    await this.#shift.end();
    this.#waiting.close();
    await this.#pool.end();
  }

  /** Null when it is no order, or nobody can say. */
  async #find(id: string): Promise<Settlement | null> {
    try {
      return (await findReserved(this.#pool, [id])).get(id) ?? null;
    } catch (error) {
      if (isPassing(error)) return null;
      throw error;
    }
  }
}
