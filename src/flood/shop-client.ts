import { Pool } from 'undici';
import type { Answer, Buy } from '@/load/buy';
import { lostAnswer, postPurchase, toAnswer } from '@/load/purchase-call';
import { machineClock } from '@/domain/monotonic-clock';
import { purchasePath } from '@/domain/strategy';
import type { LaneFault } from '@/faults/lane-fault';
import type { Strategy } from '@/kit/strategy';

export interface ShopClientOptions {
  shopUrls: readonly string[];
  /** Purchases under way at once, over all shops. */
  concurrency: number;
  timeoutMs: number;
}

export interface LaneTarget {
  strategy: Strategy;
  productId: number;
  /** Ask the shops for the steps of every purchase. */
  trace: boolean;
  /** A second product for strategies that buy carts; every other buyer has it first. Null for none. */
  companionId: number | null;
  /** What is to go wrong; null for nothing. */
  fault: LaneFault | null;
}

/** What is known of a shop that gave no answer; its log has more. */
const SHOP_LOST = 'its shop gave no answer: the process ended in the middle of its work, or does not give itself back, as in an endless loop.';

/**
 * Buyers over keep-alive connections, one request at a time on each, spread over the shops in turn. It calls no address
 * but the shops that it was opened with.
 */
export class ShopClient {
  readonly #pools: Pool[];

  constructor(private readonly options: ShopClientOptions) {
    this.#pools = options.shopUrls.map(
      (url) =>
        new Pool(url, {
          connections: options.concurrency,
          pipelining: 1,
          keepAliveTimeout: 60_000,
          headersTimeout: options.timeoutMs,
          bodyTimeout: options.timeoutMs,
          connect: { timeout: 5_000 },
        }),
    );
  }

  /** Opens as many connections as the flood will use, so that no buyer pays for one. Rejects if a shop does not answer. */
  async warm(): Promise<void> {
    const perShop = Math.ceil(this.options.concurrency / this.#pools.length);
    const asked = this.#pools.flatMap((pool) =>
      Array.from({ length: perShop }, async () => {
        const { body } = await pool.request({ path: '/health', method: 'GET' });
        await body.dump();
      }),
    );
    await Promise.all(asked);
  }

  /** The way to buy in one lane. */
  buyer({ strategy, productId, companionId, trace, fault }: LaneTarget): Buy {
    const path = purchasePath(strategy.id, strategy.class);
    return async ({ index, buyerId, quantity, thinkMs }) => {
      const headers = ['content-type', 'application/json', 'x-stampede-think-ms', thinkMs.toFixed(2)];
      if (trace) headers.push('x-stampede-trace', '1');
      if (fault?.keyed) headers.push('idempotency-key', `${buyerId}-once`);
      const cart = companionId === null ? '' : `,"cart":[${index % 2 === 0 ? [productId, companionId].join() : [companionId, productId].join()}]`;
      const body = `{"productId":${productId},"userId":"${buyerId}","quantity":${quantity}${cart}}`;
      const order = fault?.orderFor(index) ?? null;
      const first = await this.#ask(index, path, order === null ? headers : [...headers, 'x-stampede-fault', order], body);
      // A lost reply, and not a purchase that the fault never came to.
      const again = order?.startsWith('lose@') === true && first.outcome === 'unknown';
      const lostReplyMs = machineClock();
      if (again) fault?.lostReply();
      // With a key both are one purchase, from the first try to the last answer; without, the first is one by itself.
      const second = again ? await this.#ask(index, path, headers, body) : null;
      const last = second ? { ...second, ...(fault?.keyed ? {} : { lostReplyMs }) } : first;
      // Only the strategy's own code runs in its shops; what a fault does to them is not its doing.
      const answer = last.lost === true && strategy.file !== undefined && fault === null ? { ...last, mistake: SHOP_LOST } : last;
      fault?.answered(index);
      return answer;
    };
  }

  /** Asks the shop whose turn it is; when that one takes no connection, which has certainly sold nothing, the next. */
  async #ask(index: number, path: string, headers: string[], body: string): Promise<Answer> {
    let answer: Answer | null = null;
    for (let offset = 0; offset < this.#pools.length; offset++) {
      const replica = (index + offset) % this.#pools.length;
      const pool = this.#pools[replica];
      if (!pool) break;
      try {
        const { status, text } = await postPurchase(pool, path, headers, body);
        return toAnswer(status, text, replica);
      } catch (error) {
        answer = lostAnswer(error, replica);
        if (answer.outcome === 'unknown') return answer;
      }
    }
    if (!answer) throw new Error('There is no shop to buy from.');
    return answer;
  }

  /** Cuts every connection; purchases under way become unknown. */
  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.destroy()));
  }
}
