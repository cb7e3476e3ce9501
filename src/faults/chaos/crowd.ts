import { setTimeout as wait } from 'node:timers/promises';
import { machineClock, type Random } from '@/domain/monotonic-clock';
import { closedLoop } from '@/load/closed-loop';
import type { Buyer } from '@/load/crowd';
import { Buyers } from './buyers';
import type { ChaosNumbers } from './numbers';
import type { ChaosSandbox } from './sandbox';
import { confirmedUnits, type Sale } from './sale';

export interface CrowdOptions {
  sandbox: ChaosSandbox;
  sales: readonly Sale[];
  numbers: ChaosNumbers;
  random: Random;
  /** Makes names of buyers and keys unlike those of another crowd. */
  name: string;
}

/** Of an answer that says 'no' at once, as a dead server's does. */
const AFTER_A_REFUSAL_MS = 100;
/** The part of the stock that is kept for the rush: the stock has to run out by the end, or nothing could oversell it. */
const KEPT_FOR_THE_RUSH = 0.3;
const MOST_UNITS = 3;

/** The closed loop of a flood, without an end: at a walk while things break, in a rush once they work again. Half of the buyers have a key. */
export class Crowd {
  readonly #stopping = new AbortController();
  readonly #buyers: Buyers;
  #working: Promise<unknown> = Promise.resolve();
  #rushing = false;
  #count = 0;

  constructor(private readonly options: CrowdOptions) {
    const { shopUrls, webUrl } = options.sandbox;
    this.#buyers = new Buyers(shopUrls, webUrl, this.#stopping.signal);
  }

  start(): void {
    this.#working = Promise.all(this.options.sales.map((sale) => this.#sell(sale)));
  }

  /** All buy as fast as they can, until single units are refused; resolves when the last has gone: true within `withinMs`. */
  async rush(withinMs: number): Promise<boolean> {
    this.#rushing = true;
    const late = new AbortController();
    const inTime = await Promise.race([this.#working.then(() => true), wait(withinMs, false, { signal: late.signal }).catch(() => false)]);
    late.abort();
    return inTime;
  }

  /** Waits for the answers that are under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
    await this.#buyers.close();
  }

  async #sell(sale: Sale): Promise<void> {
    const { random, numbers, name } = this.options;
    const { signal } = this.#stopping;
    let most = MOST_UNITS;
    let refused = 0;
    const next = (): Buyer => {
      const index = this.#count++;
      return { index, buyerId: `${name}-${index}`, quantity: 1 + Math.floor(random() * most), thinkMs: 0, arrivalMs: 0 };
    };
    function* buyers(): Generator<Buyer, void> {
      while (refused < numbers.buyersPerSale) yield next();
    }
    const send = async ({ index, buyerId, quantity }: Buyer): Promise<void> => {
      await this.#walk(sale);
      if (signal.aborted) return;
      const key = random() < 0.5 ? `${buyerId}-key` : null;
      const { certain: _certain, ...record } = await this.#buyers.buy({ sale, index, buyerId, quantity, key }, random);
      sale.records.push(record);
      if (this.#rushing && record.outcome === 'sold-out') {
        if (quantity === 1) refused += 1;
        most = 1;
      } else if (record.outcome !== 'confirmed') await this.#pause(AFTER_A_REFUSAL_MS);
    };
    await closedLoop({ crowd: buyers(), concurrency: numbers.buyersPerSale, startMs: machineClock(), clock: machineClock, send, drop: () => undefined, signal });
  }

  /** Until the rush: a pause before each purchase, and none of what is kept for it is bought. */
  async #walk(sale: Sale): Promise<void> {
    const { random, numbers } = this.options;
    const isKept = (): boolean => sale.stock - confirmedUnits(sale) <= sale.stock * KEPT_FOR_THE_RUSH;
    do {
      if (!this.#rushing) await this.#pause(numbers.paceMs * (0.5 + random()));
    } while (!this.#rushing && !this.#stopping.signal.aborted && isKept());
  }

  async #pause(milliseconds: number): Promise<void> {
    await wait(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
