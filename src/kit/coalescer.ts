import type { PurchaseRequest } from '@/domain/purchase';
import { isConnectionLoss, isStatementTimeout } from '@/stores/postgres/errors';
import type { Session } from '@/stores/postgres/session';
import type { SessionPool } from '@/stores/postgres/session-pool';

/** What a buyer of a batch gets: its order, or null when too little was left for it. */
export type Share = { id: number; remaining: number; createdAt: Date } | null;

/** Sells to all of these buyers in one transaction; returns one share for each, in the same sequence. */
export type SellTogether = (session: Session, productId: number, buyers: readonly PurchaseRequest[]) => Promise<readonly Share[]>;

interface Waiting {
  request: PurchaseRequest;
  resolve: (share: Share) => void;
  reject: (error: unknown) => void;
}

/** A batch whose connection was lost. `inDoubt`: it may have been committed. */
export class BatchLost extends Error {
  constructor(
    readonly inDoubt: boolean,
    cause: unknown,
  ) {
    super('The transaction that was shared with other buyers failed.', { cause });
    this.name = 'BatchLost';
  }
}

/** A larger batch gains nothing, and makes all of its buyers wait for the last. */
const MAX_BATCH = 5_000;

/**
 * Batches the buyers of one product: a buyer that comes while a batch of that product is under way goes into the next one.
 * A batch does not wait to fill up: an idle product sells at once, even to a single buyer.
 */
export class Coalescer {
  readonly #lines = new Map<number, Waiting[]>();
  readonly #busy = new Set<number>();

  constructor(private readonly pool: SessionPool) {}

  /** Resolves with the buyer's own share of its batch. Rejects with `BatchLost`, or with the driver's error for a key that was used before. */
  join(request: PurchaseRequest, sell: SellTogether): Promise<Share> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(request.productId);
      if (line) line.push({ request, resolve, reject });
      else this.#lines.set(request.productId, [{ request, resolve, reject }]);
      if (!this.#busy.has(request.productId)) void this.#serve(request.productId, sell);
    });
  }

  async #serve(productId: number, sell: SellTogether): Promise<void> {
    this.#busy.add(productId);
    // Buyers that ask in this same tick join the batch.
    await Promise.resolve();
    for (let batch = this.#nextBatch(productId); batch.length > 0; batch = this.#nextBatch(productId)) {
      await this.#sellTo(batch, productId, sell);
    }
    this.#lines.delete(productId);
    this.#busy.delete(productId);
  }

  /** First come, first served; of two with the same key the second waits for the next batch, where the key is then found to be used. */
  #nextBatch(productId: number): Waiting[] {
    const line = this.#lines.get(productId) ?? [];
    const keys = new Set<string>();
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    for (const waiting of line) {
      const key = waiting.request.idempotencyKey;
      if (batch.length >= MAX_BATCH || (key !== null && keys.has(key))) later.push(waiting);
      else batch.push(waiting);
      if (key !== null) keys.add(key);
    }
    this.#lines.set(productId, later);
    return batch;
  }

  async #sellTo(batch: readonly Waiting[], productId: number, sell: SellTogether): Promise<void> {
    try {
      const shares = await this.#together(batch, productId, sell);
      batch.forEach((waiting, index) => waiting.resolve(shares[index] ?? null));
    } catch (error) {
      // One bad purchase must not fail the others: each is tried alone, and only the bad one gets the error.
      if (batch.length > 1 && !(error instanceof BatchLost)) {
        for (const waiting of batch) await this.#sellTo([waiting], productId, sell);
      } else for (const waiting of batch) waiting.reject(error);
    }
  }

  async #together(batch: readonly Waiting[], productId: number, sell: SellTogether): Promise<readonly Share[]> {
    const loan = await this.pool.acquire().catch((cause: unknown) => {
      // Trying each of them alone would fail the same way.
      throw new BatchLost(false, cause);
    });
    let failed = true;
    try {
      const shares = await loan.session.autocommit(() => sell(loan.session, productId, batch.map((waiting) => waiting.request)));
      failed = false;
      return shares;
    } catch (error) {
      // Tried one by one, each of them would wait as long.
      if (isStatementTimeout(error)) throw new BatchLost(false, error);
      // A connection that is reset fails its statement before it counts as lost: sold again one by one, a batch that was
      // committed just before would be sold twice.
      if (loan.session.isLost || isConnectionLoss(error)) throw new BatchLost(loan.session.inDoubt, error);
      throw error;
    } finally {
      await loan.giveBack(failed);
    }
  }
}
