import type { PurchaseRecord } from '@/domain/history';
import type { OutcomeKind } from '@/domain/purchase';
import type { LaneCounts, LatencyMs } from '@/domain/report';
import type { Answer } from './buy';
import type { Buyer } from './crowd';
import { LatencyHistogram } from './latency-histogram';

/** Milliseconds from the start of the lane. */
export interface PurchaseTimes {
  intendedMs: number;
  invokedMs: number;
  returnedMs: number;
}

/** Keeps every purchase of a lane and counts as it goes. */
export class Recorder {
  readonly purchases: PurchaseRecord[] = [];
  inFlight = 0;
  dropped = 0;
  firstInvokedMs: number | null = null;
  lastInvokedMs = 0;
  /** The latest departure behind its intended moment. */
  lateStartMs = 0;
  /** Tries of the purchases that were confirmed. */
  attemptsOfSales = 0;
  readonly #counts: Record<OutcomeKind, number> = { confirmed: 0, 'sold-out': 0, 'gave-up': 0, unknown: 0 };
  readonly #sold = new LatencyHistogram();
  readonly #turnedAway = new LatencyHistogram();
  #unitsSold = 0;
  #lastSaleMs = 0;
  #attempts = 0;
  #lockWaits = 0;
  #stock: number;

  constructor(private readonly initialStock: number) {
    this.#stock = initialStock;
  }

  depart(times: Pick<PurchaseTimes, 'intendedMs' | 'invokedMs'>): void {
    this.inFlight += 1;
    this.firstInvokedMs ??= times.invokedMs;
    this.lastInvokedMs = Math.max(this.lastInvokedMs, times.invokedMs);
    this.lateStartMs = Math.max(this.lateStartMs, times.invokedMs - times.intendedMs);
  }

  arrive(buyer: Buyer, answer: Answer, times: PurchaseTimes): void {
    const { buyerId, quantity } = buyer;
    this.inFlight -= 1;
    const { lost: _lost, ...learned } = answer;
    this.purchases.push({ buyerId, quantity, ...learned, ...times });
    this.#counts[answer.outcome] += 1;
    this.#attempts += answer.attempts;
    this.#lockWaits += answer.lockWaits;
    const latency = times.returnedMs - times.intendedMs;
    if (answer.outcome === 'confirmed') {
      this.#sold.record(latency);
      this.#unitsSold += quantity;
      this.#lastSaleMs = times.returnedMs;
      this.attemptsOfSales += answer.attempts;
      this.#stock = answer.remaining ?? this.#stock;
    } else {
      this.#turnedAway.record(latency);
    }
  }

  /** A request whose reply got lost: it may or may not have bought, and is a purchase of its own beside the next try. */
  lose({ buyerId, quantity }: Buyer, times: PurchaseTimes): void {
    const nothing = { orderId: null, remaining: null, attempts: 1, lockWaits: 0, replica: 0, steps: [] };
    this.purchases.push({ buyerId, quantity, outcome: 'unknown', ...nothing, ...times });
    this.#counts.unknown += 1;
    this.#attempts += 1;
    this.#turnedAway.record(times.returnedMs - times.intendedMs);
  }

  counts(elapsedMs: number): LaneCounts {
    return {
      elapsedMs: Math.round(elapsedMs),
      inFlight: this.inFlight,
      confirmed: this.#counts.confirmed,
      soldOut: this.#counts['sold-out'],
      gaveUp: this.#counts['gave-up'],
      unknown: this.#counts.unknown,
      dropped: this.dropped,
      unitsSold: this.#unitsSold,
      oversold: Math.max(0, this.#unitsSold - this.initialStock),
      stock: this.#stock,
      attempts: this.#attempts,
      lockWaits: this.#lockWaits,
      goodputPerSecond: this.#goodputPerSecond(),
      latencyMs: this.latencyMs(),
    };
  }

  /** Over all purchases, from the moment each buyer meant to buy. */
  latencyMs(): LatencyMs {
    const all = new LatencyHistogram();
    all.merge(this.#sold);
    all.merge(this.#turnedAway);
    return all.summary();
  }

  soldLatencyMs(): LatencyMs {
    return this.#sold.summary();
  }

  /** Units sold per second, up to the last sale: what comes after it is only 'sold out'. */
  #goodputPerSecond(): number {
    return this.#lastSaleMs > 0 ? Math.round((this.#unitsSold * 10_000) / this.#lastSaleMs) / 10 : 0;
  }
}
