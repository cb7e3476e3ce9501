import type { Redis } from 'ioredis';
import type Redlock from 'redlock';
import type { Session, SqlTag } from '@/stores/postgres/session';
import type { SessionPool } from '@/stores/postgres/session-pool';
import type { StockCounter } from '@/stores/redis/counter';
import type { Reservations } from '@/stores/redis/reservations';
import type { RetryPolicy } from './retry';
import type { Coalescer } from './coalescer';
import { UnknownProduct } from './unknown-product';
import { backOffMs } from './retry';
import type { Seam } from './seam';

/** What the strategies buy from. Those of Redis are null where there is none. */
export interface PurchaseStores {
  pool: SessionPool;
  redlock: Redlock | null;
  /** The Redis that locks where one server is enough. */
  redis: Redis | null;
  /** The same server, as it counts the units of this database's products. */
  counter: StockCounter | null;
  /** Units reserved in Redis, to be settled in Postgres. */
  reservations: Reservations | null;
  /** Locks in the memory of this process: the products that somebody holds. */
  ownLocks: Set<number>;
  coalescer: Coalescer;
  known: KnownProducts;
  /** Tells whoever relays the outbox in this process that there is something in it; absent where nobody does. */
  onAppended?: () => void;
}

/** Products that a shop has seen. They are never deleted while a shop runs but by a reset of the whole sandbox. */
export type KnownProducts = Set<number>;

/** Tries and waits of one purchase. */
export interface Tally {
  attempts: number;
  lockWaits: number;
}

type Statement<T> = readonly [name: string, statement: () => PromiseLike<T>];

/** What a strategy works with: named steps, and the stores behind them. One context a purchase. */
export class PurchaseContext {
  readonly tally: Tally = { attempts: 1, lockWaits: 0 };
  /** True once something was sent that may have taken effect: a dependency lost from here on leaves the outcome unknown. */
  inDoubt = false;
  /** True when the outcome is that of an earlier purchase with the same idempotency key, and nothing was sold now. */
  toldAgain = false;

  /** When to stop trying again; set by the first try that failed. */
  private deadlineMs: number | null = null;

  constructor(
    readonly seam: Seam,
    private readonly stores: PurchaseStores,
    private readonly thinkMs: number,
  ) {}

  /** One named step. */
  readonly step = <T>(name: string, effect: () => PromiseLike<T>): PromiseLike<T> => this.seam.run(name, effect);

  /** The time between reading and writing: a price is worked out, a payment is asked for. */
  readonly think = (): PromiseLike<void> => this.seam.pass('think', this.thinkMs);

  /** Holds one connection for as long as `work` lasts, for transactions. What it leaves open is rolled back. */
  readonly session = async <T>(work: (sql: SqlTag, session: Session) => PromiseLike<T>): Promise<T> => {
    const loan = await this.seam.run('wait for a connection', () => this.stores.pool.acquire());
    let failed = true;
    try {
      const result = await work(loan.session.sql, loan.session);
      failed = false;
      return result;
    } finally {
      this.inDoubt ||= loan.session.inDoubt;
      await loan.giveBack(failed);
    }
  };

  /** One statement by itself, committed by itself, on whichever connection is free. */
  readonly statement = <Row extends object>(name: string, write: (sql: SqlTag) => PromiseLike<Row[]>): Promise<Row[]> =>
    this.session((sql) => this.seam.run(name, () => write(sql)));

  /**
   * Steps that are sent together and cost one round trip; where someone steps through them they go one by one.
   * None can use another's result. If one fails, those behind it fail as well, and the first failure is thrown.
   */
  readonly together = async <T extends readonly object[]>(
    session: Session,
    ...steps: { [K in keyof T]: Statement<T[K]> }
  ): Promise<T> => {
    const batch = session.batch(() => steps.map(([, statement]) => statement()));
    const run = (index: number): PromiseLike<unknown> =>
      this.seam.run(steps[index]?.[0] ?? '', async () => {
        session.beforeSending(batch.templates[index]);
        return batch.statements[index];
      });
    if (batch.prepared && this.seam.pipelines) {
      const settled = await Promise.allSettled(steps.map((_step, index) => run(index)));
      const failure = settled.find((result) => result.status === 'rejected');
      if (failure) throw failure.reason;
      return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
    }
    const results: unknown[] = [];
    for (let index = 0; index < steps.length; index++) results.push(await run(index));
    session.markPrepared(batch.templates);
    return results as unknown as T;
  };

  /**
   * Waits in the application, for a lock of its own: tries once, backs off, tries again, until `attempt` gives something
   * other than null or the policy is exhausted (then null).
   */
  readonly repeat = async <T>(name: string, attempt: () => PromiseLike<T | null>, policy: RetryPolicy): Promise<T | null> => {
    const deadline = this.seam.now() + policy.budgetMs;
    for (let tries = 1; ; tries++) {
      const got = await this.seam.run(name, attempt);
      if (got !== null) return got;
      this.tally.lockWaits += 1;
      if (tries >= policy.attempts || this.seam.now() >= deadline) return null;
      await this.seam.pass('wait to ask again', backOffMs(policy, tries, this.seam.random));
    }
  };

  /** Before another attempt at the whole purchase: false when there shall be none, true after a pause with jitter. */
  readonly tryAgain = async (policy: RetryPolicy): Promise<boolean> => {
    this.deadlineMs ??= this.seam.now() + policy.budgetMs;
    if (this.tally.attempts >= policy.attempts || this.seam.now() >= this.deadlineMs) return false;
    await this.seam.pass('back off', backOffMs(policy, this.tally.attempts, this.seam.random));
    this.tally.attempts += 1;
    return true;
  };

  /** Tells an unknown product from one that is sold out: asks once, and remembers what is there. Throws `UnknownProduct`. */
  readonly requireProduct = async (productId: number): Promise<void> => {
    const { known } = this.stores;
    if (known.has(productId)) return;
    const [row] = await this.statement<{ one: number }>('look for the product', (sql) => sql`
      select 1 as one from inventory where product_id = ${productId}
    `);
    if (!row) throw new UnknownProduct(productId);
    known.add(productId);
  };

  /** Something is in the outbox and committed: it may leave now, and not only when the relay next looks. Costs nothing. */
  readonly wakeRelay = (): void => this.stores.onAppended?.();

  /** The lock manager over the five Redis. Throws where there is none: the shop refuses such a purchase beforehand. */
  get redlock(): Redlock {
    return present(this.stores.redlock);
  }

  /** The one Redis that locks. Throws where there is none, as above. */
  get redis(): Redis {
    return present(this.stores.redis);
  }

  /** Counts in Redis. Throws where there is none, as above. */
  get counter(): StockCounter {
    return present(this.stores.counter);
  }

  /** Reservations in Redis. Throws where there is none, as above. */
  get reservations(): Reservations {
    return present(this.stores.reservations);
  }

  /** Locks of this process alone; another replica has others. */
  get ownLocks(): Set<number> {
    return this.stores.ownLocks;
  }

  /** Buyers of this process that wait to buy together. */
  get coalescer(): Coalescer {
    return this.stores.coalescer;
  }
}

function present<T>(server: T | null): T {
  if (server === null) throw new Error('This strategy needs Redis, and this shop has none; nothing was attempted.');
  return server;
}
