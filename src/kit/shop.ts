import type { Redis } from 'ioredis';
import type Redlock from 'redlock';
import { gaveUp, type Outcome, type PurchaseRequest } from '@/domain/purchase';
import type { Step, StepKind } from '@/domain/step';
import { isStatementTimeout, sqlState } from '@/stores/postgres/errors';
import type { StockCounter } from '@/stores/redis/counter';
import type { Reservations } from '@/stores/redis/reservations';
import type { ApplicationLock } from './application-lock';
import type { Coalescer } from './coalescer';
import { Connection } from './connection';
import { StrategyMistake } from './mistake';
import { backOffMs, type RetryPolicy } from './retry';
import type { Seam } from './seam';
import type { WrittenStatement } from './statement';
import { StatementSteps } from './statement-steps';
import type { PurchaseStores, Tally } from './stores';
import type { TransactionBody, TransactionOptions } from './transaction';
import type { TryAgain } from './try-again';
import { UnknownProduct } from './unknown-product';

export interface ShopOptions {
  seam: Seam;
  stores: PurchaseStores;
  request: PurchaseRequest;
  /** Milliseconds. */
  thinkMs: number;
  /** Whether each step remembers where it was called, for messages to authors: costs some microseconds a step. */
  locates?: boolean;
}

const THINK: Step = { kind: 'think', name: 'think' };
const CONNECT: Step = { kind: 'connect', name: 'wait for a connection' };
const WAIT: Step = { kind: 'wait', name: 'wait to ask again' };
const BACK_OFF: Step = { kind: 'back-off', name: 'back off' };

/**
 * What a strategy works with: typed steps, and the stores behind them. Each purchase has its own. Statements that are written on the shop
 * itself take any free connection and commit by themselves.
 */
export class Shop extends StatementSteps {
  readonly tally: Tally = { attempts: 1, lockWaits: 0 };
  /** True once something was sent that may have taken effect: a dependency lost from here on leaves the outcome unknown. */
  inDoubt = false;
  /** True when the outcome is that of an earlier purchase with the same idempotency key, and nothing was sold now. */
  replayed = false;

  readonly #stores: PurchaseStores;
  readonly #thinkMs: number;
  /** When to stop trying again; set by the first attempt that failed. */
  #deadlineMs: number | null = null;

  constructor({ seam, stores, request, thinkMs, locates = false }: ShopOptions) {
    super({ seam, request, unsent: new Set(), callSite: locates ? () => new Error('called here') : () => null });
    this.#stores = stores;
    this.#thinkMs = thinkMs;
  }

  get seam(): Seam {
    return this.purchase.seam;
  }

  get request(): PurchaseRequest {
    return this.purchase.request;
  }

  /** Any step that is not an SQL statement, such as a Redis command. */
  step<T>(kind: StepKind, name: string, effect: () => PromiseLike<T>): PromiseLike<T> {
    return this.seam.run({ kind, name }, effect);
  }

  /** The time between reading and writing, in which a real shop computes a price or calls a payment service. */
  think(): PromiseLike<void> {
    return this.seam.pass(THINK, this.#thinkMs);
  }

  /** Holds one connection for as long as `work` lasts. A transaction that it leaves open is reported as the strategy's mistake, and rolled back. */
  async connection<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const loan = await this.seam.run(CONNECT, () => this.#stores.pool.acquire());
    let failed = true;
    let takenBack = false;
    try {
      const connection = new Connection(this.purchase, loan.session);
      const result = await work(connection);
      connection.requireClosed();
      failed = false;
      return result;
    } catch (error) {
      takenBack = isStatementTimeout(error);
      throw error;
    } finally {
      this.inDoubt ||= loan.session.inDoubt && !takenBack;
      await loan.giveBack(failed);
    }
  }

  /** A transaction on a connection of its own. */
  transaction<T>(...args: [TransactionBody<T>] | [TransactionOptions, TransactionBody<T>]): Promise<T> {
    return this.connection((connection) => connection.transaction(...args));
  }

  /**
   * Repeats the whole purchase by the policy whenever `attempt` asks for it with `tryAgain()`, or throws one of the
   * policy's SQLSTATEs, after which nothing took effect. When the tries are used up: `otherwise`, or 'gave up' with the policy's reason.
   */
  async retry(policy: RetryPolicy, attempt: () => Promise<Outcome | TryAgain>, otherwise?: () => Promise<Outcome>): Promise<Outcome> {
    do {
      try {
        const outcome = await attempt();
        if (outcome.kind !== 'try-again') return outcome;
      } catch (error) {
        if (!policy.sqlStates?.includes(sqlState(error) ?? '')) throw error;
      }
    } while (await this.#mayTryAgain(policy));
    return otherwise ? otherwise() : gaveUp(policy.reason(this.tally.attempts));
  }

  /** Turns the buyer away with this reason when the work ends in one of these SQLSTATEs, after which nothing took effect. */
  async giveUpOn(sqlStates: readonly string[], reason: string, work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      if (!sqlStates.includes(sqlState(error) ?? '')) throw error;
      return gaveUp(reason);
    }
  }

  /**
   * Repeats one step until it returns something other than null or the policy is exhausted (then null). For waiting for a lock
   * that the application implements itself.
   */
  async retryStep<T>(step: Step, attempt: () => PromiseLike<T | null>, policy: RetryPolicy): Promise<T | null> {
    const deadline = this.seam.now() + policy.budgetMs;
    for (let tries = 1; ; tries++) {
      const got = await this.seam.run(step, attempt);
      if (got !== null) return got;
      this.tally.lockWaits += 1;
      if (tries >= policy.attempts || this.seam.now() >= deadline) return null;
      await this.seam.pass(WAIT, backOffMs(policy, tries, this.seam.random));
    }
  }

  /** Works while it holds a lock of the application's own, and always releases it. */
  async withLock<Held, T>(lock: ApplicationLock<Held>, work: () => Promise<T>): Promise<T | Outcome> {
    const held = await this.retryStep({ kind: 'acquire', name: lock.acquireName }, lock.acquire, lock.policy);
    if (held === null) return gaveUp(lock.neverFree);
    try {
      return await work();
    } finally {
      const release = async (): Promise<unknown> => lock.release(held);
      await (lock.releaseName === null ? release() : this.seam.run({ kind: 'release', name: lock.releaseName }, release));
    }
  }

  /** Distinguishes an unknown product from one that is sold out: looks once, and remembers known products. Throws `UnknownProduct`. */
  async requireProduct(productId = this.request.productId): Promise<void> {
    const { known } = this.#stores;
    if (known.has(productId)) return;
    const row = await this.read('look for the product')`select 1 as one from inventory where product_id = ${productId}`.maybe();
    if (!row) throw new UnknownProduct(productId);
    known.add(productId);
  }

  /** Wakes the relay, because an outbox entry was committed: it can be sent now rather than at the relay's next look. Costs nothing. */
  wakeRelay(): void {
    this.#stores.onAppended?.();
  }

  /** The lock manager over the five Redis servers. Throws if there is none: the shop refuses such a purchase beforehand. */
  get redlock(): Redlock {
    return present(this.#stores.redlock);
  }

  /** The one Redis used for locks. Throws if there is none, as above. */
  get redis(): Redis {
    return present(this.#stores.redis);
  }

  /** The stock counter in Redis. Throws if there is none, as above. */
  get counter(): StockCounter {
    return present(this.#stores.counter);
  }

  /** Reservations in Redis. Throws if there is none, as above. */
  get reservations(): Reservations {
    return present(this.#stores.reservations);
  }

  /** Locks in this process only; another replica has its own. */
  get ownLocks(): Set<number> {
    return this.#stores.ownLocks;
  }

  /** Buyers of this process that wait for a shared transaction. */
  get coalescer(): Coalescer {
    return this.#stores.coalescer;
  }

  /** Throws when a statement was written and never awaited: it was never sent. */
  requireAllSent(): void {
    const [first] = this.purchase.unsent;
    if (!first) return;
    const { step, calledAt } = first;
    throw new StrategyMistake('not-awaited', `'${step.name}' was written and never awaited, so it was never sent. Put 'await' in front of it.`, step.name, calledAt);
  }

  protected onWritten(written: WrittenStatement): void {
    this.purchase.unsent.add(written);
  }

  protected carryOut(written: WrittenStatement): Promise<object[]> {
    return this.connection((connection) => connection.carryOut(written));
  }

  async #mayTryAgain(policy: RetryPolicy): Promise<boolean> {
    this.#deadlineMs ??= this.seam.now() + policy.budgetMs;
    if (this.tally.attempts >= policy.attempts || this.seam.now() >= this.#deadlineMs) return false;
    await this.seam.pass(BACK_OFF, backOffMs(policy, this.tally.attempts, this.seam.random));
    this.tally.attempts += 1;
    return true;
  }
}

function present<T>(server: T | null): T {
  if (server === null) throw new Error('This strategy needs Redis, and this shop has none; nothing was attempted.');
  return server;
}
