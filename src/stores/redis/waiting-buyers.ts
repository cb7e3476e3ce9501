import type { MonotonicClock } from '@/domain/monotonic-clock';
import type { Reservation } from './reserve';
import type { Settlement, Settlements } from './settlement';

interface Waiting {
  settlement: Promise<Settlement>;
  tell: (settlement: Settlement) => void;
  told: boolean;
  sinceMs: number;
  /** Null while nobody knows whether it was made. */
  reservation: Reservation | null;
}

/** A buyer's patience: as long as that of other strategies for one who has a reservation, short for one who may have none. */
const PATIENCE_MS = { reserved: 20_000, inDoubt: 5_000 };

/** The buyers of this process whose reservations are not settled yet, by the id of the reservation. */
export class WaitingBuyers {
  readonly #waiting = new Map<string, Waiting>();

  constructor(private readonly now: MonotonicClock) {}

  /** To be called before the reservation is sent: it may be settled before the answer to it has been read. */
  expect(id: string): void {
    const sinceMs = this.now();
    let tell: Waiting['tell'] = () => undefined;
    const settlement = new Promise<Settlement>((resolve) => (tell = resolve));
    this.#waiting.set(id, { settlement, tell, told: false, sinceMs, reservation: null });
  }

  /** It was made, so whoever likes may settle it. Expects it if nobody here has done so yet. */
  reserved(reservation: Reservation): void {
    if (!this.#waiting.has(reservation.id)) this.expect(reservation.id);
    const waiting = this.#waiting.get(reservation.id);
    if (waiting) waiting.reservation = reservation;
  }

  /** There is no such reservation. */
  forget(id: string): void {
    this.#waiting.delete(id);
  }

  /** Null for one that nobody here expects, or that was told already. */
  settlementOf(id: string): Promise<Settlement> | null {
    const waiting = this.#waiting.get(id);
    if (!waiting) return null;
    return waiting.settlement.finally(() => this.#waiting.delete(id));
  }

  /** Tells whoever waits here; the reservations of other shops' buyers are passed over. */
  tell(settlements: Settlements): void {
    for (const [id, settlement] of settlements) {
      const waiting = this.#waiting.get(id);
      if (!waiting) continue;
      waiting.told = true;
      waiting.tell(settlement);
    }
  }

  /** Those that were told nothing for longer than this. */
  overdue(afterMs: number): { id: string; reservation: Reservation | null }[] {
    const bound = this.now() - afterMs;
    return [...this.#waiting].flatMap(([id, { told, sinceMs, reservation }]) => (told || sinceMs > bound ? [] : [{ id, reservation }]));
  }

  /** Whoever has waited for too long is told that nobody knows; what nobody came for is dropped. */
  expire(): void {
    const nowMs = this.now();
    for (const [id, { sinceMs, reservation, tell }] of this.#waiting) {
      if (nowMs - sinceMs < (reservation ? PATIENCE_MS.reserved : PATIENCE_MS.inDoubt)) continue;
      tell({ kind: 'unknown' });
      this.#waiting.delete(id);
    }
  }

  /** Nobody will be told any more. */
  close(): void {
    for (const { tell } of this.#waiting.values()) tell({ kind: 'unknown' });
    this.#waiting.clear();
  }
}
