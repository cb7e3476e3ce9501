import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { machineClock } from '@/domain/monotonic-clock';
import { purchasePath } from '@/domain/strategy';
import type { Answer } from '@/load/buy';
import type { Buyer } from '@/load/crowd';
import { lostAnswer, postPurchase, toAnswer } from '@/load/purchase-call';
import type { BuyerRecord, Sale } from './sale';

/** What one buyer wants of one sale; with a key, however often it asks. */
export interface Wish extends Pick<Buyer, 'index' | 'buyerId' | 'quantity'> {
  sale: Sale;
  key: string | null;
}

/** How often a buyer with a key asks for an answer; with the pauses, longer than any server here needs to come back. */
const TRIES = 40;
/** The pause grows by so much from try to try, from none up to the longest. */
const PAUSE_MS = { step: 100, longest: 500 };
const TIMEOUT_MS = 20_000;
/** Of the buyers who have their answer: so many click a second time. */
const SECOND_CLICKS = 0.1;

/** Connections to the shops of a sandbox, and the patience of those who buy over them. */
export class Buyers {
  readonly #pools: Pool[];

  /** With a `webUrl` the web sells as well, for strategies that count where the shop's own products stand. */
  constructor(
    private readonly shopUrls: readonly string[],
    webUrl: string | null,
    private readonly signal: AbortSignal,
  ) {
    // One for each buyer that pauses, and each of them leaves.
    setMaxListeners(0, signal);
    const urls = webUrl === null ? shopUrls : [...shopUrls, webUrl];
    this.#pools = urls.map((url) => new Pool(url, { connections: null, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, connect: { timeout: 2_000 } }));
  }

  /** Buys once, whatever it takes: a buyer with a key asks until the answer is certain. `first` makes the first try. */
  async buy(wish: Wish, random: () => number, first: () => Promise<Answer> = () => this.#ask(wish, 0)): Promise<BuyerRecord & { certain: boolean }> {
    const { buyerId, quantity, key } = wish;
    const invokedMs = machineClock();
    const orderIds = new Set<number>();
    const answers: Answer[] = [];
    const noted = (answer: Answer): Answer => {
      if (answer.orderId !== null) orderIds.add(answer.orderId);
      answers.push(answer);
      return answer;
    };
    let last = noted(await first());
    for (let tries = 1; key !== null && isOpen(last) && tries < TRIES && !this.signal.aborted; tries++) {
      await this.#pause(Math.min(PAUSE_MS.step * (tries - 1), PAUSE_MS.longest));
      last = noted(await this.#ask(wish, tries));
    }
    if (key !== null && last.outcome === 'confirmed' && random() < SECOND_CLICKS) noted(await this.#ask(wish, 1));
    // A first try whose answer got lost may still be under way when a later one hears that nothing is left.
    const outcome = last.outcome !== 'confirmed' && answers.some((answer) => answer.outcome === 'unknown') ? 'unknown' : last.outcome;
    return { ...last, outcome, buyerId, quantity, idempotencyKey: key, orderIds, intendedMs: invokedMs, invokedMs, returnedMs: machineClock(), certain: !isOpen(last) };
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.destroy()));
  }

  /** Each try goes to the next shop. */
  async #ask({ sale: { strategy, productId }, index, buyerId, quantity, key }: Wish, tries: number): Promise<Answer> {
    const sellers = strategy.stockModel === undefined ? this.#pools.length : this.shopUrls.length;
    const place = (index + tries) % sellers;
    const pool = this.#pools[place];
    if (!pool) throw new Error('There is no shop to buy from.');
    const headers = ['content-type', 'application/json', ...(key === null ? [] : ['idempotency-key', key])];
    return postPurchase(pool, purchasePath(strategy.id, strategy.class), headers, JSON.stringify({ productId, userId: buyerId, quantity })).then(
      ({ status, text }) => toAnswer(status, text, place),
      (error: unknown) => lostAnswer(error, place),
    );
  }

  async #pause(milliseconds: number): Promise<void> {
    await wait(milliseconds, undefined, { signal: this.signal }).catch(() => undefined);
  }
}

/** What a buyer with a key does not take for an answer. */
const isOpen = ({ outcome }: Answer): boolean => outcome === 'unknown' || outcome === 'gave-up';
