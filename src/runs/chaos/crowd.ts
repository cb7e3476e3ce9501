import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { machineClock, type Random } from '@/domain/monotonic-clock';
import { purchasePath } from '@/domain/strategy';
import { lostAnswer, postPurchase, toAnswer } from '../shop-client';
import { confirmedUnits, type Sale, type Told } from './sale';

export interface CrowdOptions {
  shopUrls: readonly string[];
  /** Sells as well, for strategies that count where the shop's own products stand; null for none. */
  webUrl: string | null;
  sales: readonly Sale[];
  buyersPerSale: number;
  /** Between two purchases of one buyer, until the rush. */
  paceMs: number;
  random: Random;
  /** Makes names of buyers and keys unlike those of another crowd. */
  name: string;
}

/** How often a buyer with a key asks for an answer; with the pauses, longer than any server here needs to come back. */
const TRIES = 40;
const ASK_AGAIN_MS = 500;
/** Of an answer that says 'no' at once, as a dead server's does. */
const AFTER_A_REFUSAL_MS = 100;
const TIMEOUT_MS = 20_000;
/** The part of the stock that may go before the rush: at its end the shelf has to run empty, or nobody can oversell it. */
const KEPT_FOR_THE_RUSH = 0.3;

/**
 * Buyers that never stop: at a walk while things break, in a rush once they work again. Half of them have a key and ask
 * until they know; some ask once more although they know. The others take what they get.
 */
export class Crowd {
  readonly #targets: Pool[];
  readonly #stopping = new AbortController();
  #working: Promise<unknown> = Promise.resolve();
  #rushing = false;
  #buyers = 0;

  constructor(private readonly options: CrowdOptions) {
    const urls = options.webUrl === null ? options.shopUrls : [...options.shopUrls, options.webUrl];
    // As many as there are buyers, and each of them leaves.
    setMaxListeners(0, this.#stopping.signal);
    const connections = options.sales.length * options.buyersPerSale;
    this.#targets = urls.map((url) => new Pool(url, { connections, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, connect: { timeout: 2_000 } }));
  }

  start(): void {
    const { sales, buyersPerSale } = this.options;
    this.#working = Promise.all(sales.flatMap((sale) => Array.from({ length: buyersPerSale }, () => this.#keepBuying(sale))));
  }

  /** Everybody buys as fast as they can, until a single unit is refused; resolves when all have gone, within `withinMs`. */
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
    await Promise.all(this.#targets.map((pool) => pool.destroy()));
  }

  async #keepBuying(sale: Sale): Promise<void> {
    const { random, paceMs } = this.options;
    let refused = false;
    while (!this.#stopping.signal.aborted) {
      const kept = sale.stock - confirmedUnits(sale) <= sale.stock * KEPT_FOR_THE_RUSH;
      if (kept && !this.#rushing) {
        await this.#pause(paceMs);
        continue;
      }
      const quantity = refused ? 1 : 1 + Math.floor(random() * 3);
      const told = await this.#buy(sale, quantity);
      sale.told.push(told);
      if (this.#rushing && told.outcome === 'sold-out') {
        if (quantity === 1) return;
        refused = true;
        continue;
      }
      if (told.outcome !== 'confirmed') await this.#pause(AFTER_A_REFUSAL_MS);
      if (!this.#rushing) await this.#pause(paceMs * (0.5 + random()));
    }
  }

  /** Buys once, whatever it takes: with a key a buyer asks again until it is told something that is certain. */
  async #buy(sale: Sale, quantity: number): Promise<Told> {
    const { random, name } = this.options;
    const index = this.#buyers++;
    const buyerId = `${name}-${index}`;
    const idempotencyKey = random() < 0.5 ? `${buyerId}-key` : null;
    const invokedMs = machineClock();
    const orderIds = new Set<number>();
    let last = await this.#ask(sale, index, buyerId, quantity, idempotencyKey);
    let doubt = last.outcome === 'unknown';
    const note = (): void => {
      if (last.orderId !== null) orderIds.add(last.orderId);
      doubt ||= last.outcome === 'unknown';
    };
    note();
    for (let tries = 1; idempotencyKey !== null && isOpen(last.outcome) && tries < TRIES && !this.#stopping.signal.aborted; tries++) {
      await this.#pause(ASK_AGAIN_MS);
      last = await this.#ask(sale, index + tries, buyerId, quantity, idempotencyKey);
      note();
    }
    // A second click on the button.
    if (idempotencyKey !== null && last.outcome === 'confirmed' && random() < 0.1) {
      const again = await this.#ask(sale, index + 1, buyerId, quantity, idempotencyKey);
      if (again.orderId !== null) orderIds.add(again.orderId);
    }
    // A first try whose answer got lost may still be under way when a later one is told that nothing is left.
    const outcome = last.outcome !== 'confirmed' && doubt ? 'unknown' : last.outcome;
    return { ...last, outcome, buyerId, quantity, idempotencyKey, orderIds, intendedMs: invokedMs, invokedMs, returnedMs: machineClock() };
  }

  async #ask({ strategy, productId }: Sale, turn: number, userId: string, quantity: number, key: string | null) {
    const place = this.#targets.length === this.options.shopUrls.length || strategy.stockModel === undefined ? turn % this.#targets.length : turn % this.options.shopUrls.length;
    const pool = this.#targets[place];
    if (!pool) throw new Error('There is no shop to buy from.');
    const headers = ['content-type', 'application/json', ...(key === null ? [] : ['idempotency-key', key])];
    try {
      const { status, text } = await postPurchase(pool, purchasePath(strategy.id, strategy.class), headers, JSON.stringify({ productId, userId, quantity }));
      return toAnswer(status, text, place);
    } catch (error) {
      return lostAnswer(error, place);
    }
  }

  #pause(milliseconds: number): Promise<unknown> {
    return wait(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

/** What a buyer with a key does not take for an answer. */
const isOpen = (outcome: Told['outcome']): boolean => outcome === 'unknown' || outcome === 'gave-up';
