import type { MonotonicClock } from '@/domain/monotonic-clock';
import type { Reservation } from './reserve';
import type { Settlement, Settlements } from './settlement';

interface Waiting {
  settlement: Promise<Settlement>;
  settle: (settlement: Settlement) => void;
  settled: boolean;
  sinceMs: number;
  /** Null while it is unknown whether it was made. */
  reservation: Reservation | null;
}

/** How long a buyer waits: with a reservation as long as with other strategies, and only briefly if there may be none. */
const PATIENCE_MS = { reserved: 20_000, inDoubt: 5_000 };

/** The buyers of this process whose reservations are not settled yet, by the id of the reservation. */
export class WaitingBuyers {
  readonly #waiting = new Map<string, Waiting>();

  constructor(private readonly now: MonotonicClock) {}

  /** Call it before the reservation is sent: it may be settled before its answer was read. */
  expect(id: string): void {
    const sinceMs = this.now();
    let settle: Waiting['settle'] = () => undefined;
    const settlement = new Promise<Settlement>((resolve) => (settle = resolve));
    this.#waiting.set(id, { settlement, settle: settle, settled: false, sinceMs, reservation: null });
  }

  /** The reservation was made, so any settler may settle it now. Expects it if that was not called before. */
  reserved(reservation: Reservation): void {
    if (!this.#waiting.has(reservation.id)) this.expect(reservation.id);
    const waiting = this.#waiting.get(reservation.id);
    if (waiting) waiting.reservation = reservation;
  }

  /** There is no such reservation. */
  forget(id: string): void {
    this.#waiting.delete(id);
  }

  /** Null if no buyer here expects it, or it was answered already. */
  settlementOf(id: string): Promise<Settlement> | null {
    const waiting = this.#waiting.get(id);
    if (!waiting) return null;
    return waiting.settlement.finally(() => this.#waiting.delete(id));
  }

  /** Answers the buyers that wait here; reservations of other shops' buyers are ignored. */
  settle(settlements: Settlements): void {
    for (const [id, settlement] of settlements) {
      const waiting = this.#waiting.get(id);
      if (!waiting) continue;
      waiting.settled = true;
      waiting.settle(settlement);
    }
  }

  /** Those that have had no answer for longer than this. */
  overdue(afterMs: number): { id: string; reservation: Reservation | null }[] {
    const bound = this.now() - afterMs;
    return [...this.#waiting].flatMap(([id, { settled: settled, sinceMs, reservation }]) => (settled || sinceMs > bound ? [] : [{ id, reservation }]));
  }

  /** Answers `unknown` to buyers that have waited for too long, and drops entries that no buyer asked for. */
  expire(): void {
    const nowMs = this.now();
    for (const [id, { sinceMs, reservation, settle: settle }] of this.#waiting) {
      if (nowMs - sinceMs < (reservation ? PATIENCE_MS.reserved : PATIENCE_MS.inDoubt)) continue;
      settle({ kind: 'unknown' });
      this.#waiting.delete(id);
    }
  }

  /** Answers `unknown` to all buyers that still wait. */
  close(): void {
    for (const { settle: settle } of this.#waiting.values()) settle({ kind: 'unknown' });
    this.#waiting.clear();
  }
}
