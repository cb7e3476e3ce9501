import { openSlot, type ConnectionOptions, type ConnectionSlot } from './connection-slot';
import { NoConnectionFree } from './errors';
import { isPooled } from './pooler';
import { Session } from './session';

interface Waiter {
  resolve: (slot: ConnectionSlot) => void;
  reject: (error: Error) => void;
}

/** A session on loan. Give it back exactly once, in `finally`. */
export interface Loan {
  session: Session;
  /** `failed`: the work threw, so an open transaction is rolled back whatever its state seems to be. */
  giveBack(failed: boolean): Promise<void>;
}

export interface PoolOptions extends ConnectionOptions {
  size: number;
  /** How long to wait for a free connection before `NoConnectionFree`; 0 or absent: for ever. */
  waitMs?: number;
  /** Connections that were not used for this long are closed until they are needed again; 0 or absent: never. */
  idleMs?: number;
  /** Whether there is a pooler, if that is known; otherwise it is detected before the first loan. */
  pooled?: boolean;
}

/**
 * A pool of connections, first come first served. postgres.js has one of its own, but it may put a statement behind
 * another buyer's blocked one, and a reserved connection that is lost can be replaced in the middle of a transaction.
 */
export class SessionPool {
  readonly size: number;
  readonly #options: PoolOptions;
  /** Empty until it is known whether there is a pooler. */
  readonly #slots: ConnectionSlot[] = [];
  readonly #idle: ConnectionSlot[] = [];
  readonly #waiters: Waiter[] = [];
  /** Slots that were lent since they last rested, and since the idle ones were last looked at. */
  readonly #connected = new Set<ConnectionSlot>();
  readonly #used = new Set<ConnectionSlot>();
  #sweeping: NodeJS.Timeout | undefined;
  #ended = false;
  #lent = 0;
  #limit: number;
  #opening: Promise<void> | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.size = options.size;
    this.#limit = options.size;
    const { idleMs = 0 } = options;
    if (idleMs > 0) this.#sweeping = setInterval(() => this.#restIdle(), idleMs).unref();
  }

  /** Connections that may be lent at once: all of them by default. */
  get limit(): number {
    return this.#limit;
  }

  /** Lends no more than this many at once from now on; null for all. Connections that are lent already are not called back. */
  limitTo(connections: number | null): void {
    this.#limit = Math.min(this.size, connections ?? this.size);
    while (this.#lent < this.#limit && this.#waiters.length > 0) {
      const slot = this.#idle.pop();
      if (!slot) return;
      this.#lend(slot);
    }
  }

  /** Connections lent now. */
  get inUse(): number {
    return this.#lent;
  }

  /** Buyers waiting for a connection. */
  get waiting(): number {
    return this.#waiters.length;
  }

  /** Connections that were lost since the pool was opened. */
  get losses(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.generation, 0);
  }

  /**
   * Lends a connection. Throws `NoConnectionFree` when none was free in time, or what the driver threw when Postgres could not
   * be reached; nothing was sent then.
   */
  async acquire(): Promise<Loan> {
    if (this.#slots.length === 0) await this.#open();
    if (this.#ended) throw new Error('The connection pool is closed; nothing was sent.');
    // The most recently used first: its statements are prepared and the server's caches are warm.
    const free = this.#lent < this.#limit ? this.#idle.pop() : undefined;
    if (free) this.#lent += 1;
    const slot = free ?? (await this.#wait());
    if (this.#sweeping !== undefined) {
      this.#connected.add(slot);
      this.#used.add(slot);
    }
    const session = new Session(slot);
    return {
      session,
      giveBack: async (failed) => {
        try {
          await session.rollBack(failed);
        } finally {
          this.#handOn(slot);
        }
      },
    };
  }

  /** Runs `work` on a connection of its own. */
  async use<T>(work: (session: Session) => PromiseLike<T>): Promise<T> {
    const loan = await this.acquire();
    let failed = true;
    try {
      const result = await work(loan.session);
      failed = false;
      return result;
    } finally {
      await loan.giveBack(failed);
    }
  }

  /** Closes every connection within 5 s; buyers that wait for one are refused. */
  async end(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#sweeping);
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error('The connection pool was closed; nothing was sent.'));
    await this.#opening?.catch(() => undefined);
    await Promise.all(this.#slots.map((slot) => slot.end()));
  }

  /** Runs once for all simultaneous callers; after a failure the next caller tries again. */
  #open(): Promise<void> {
    this.#opening ??= this.#openSlots().finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #openSlots(): Promise<void> {
    const { databaseUrl, connectTimeoutMs, pooled = await isPooled(databaseUrl, connectTimeoutMs) } = this.#options;
    this.#slots.push(...Array.from({ length: this.size }, () => openSlot(this.#options, pooled)));
    this.#idle.push(...this.#slots);
  }

  #wait(): Promise<ConnectionSlot> {
    const { waitMs = 0 } = this.#options;
    return new Promise((resolve, reject) => {
      if (waitMs === 0) {
        this.#waiters.push({ resolve, reject });
        return;
      }
      const timer = setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(new NoConnectionFree(waitMs));
      }, waitMs);
      const settle = <T>(how: (value: T) => void) => (value: T): void => {
        clearTimeout(timer);
        how(value);
      };
      const waiter: Waiter = { resolve: settle(resolve), reject: settle(reject) };
      this.#waiters.push(waiter);
    });
  }

  #handOn(slot: ConnectionSlot): void {
    this.#lent -= 1;
    if (this.#lent < this.#limit && this.#waiters.length > 0) this.#lend(slot);
    else this.#idle.push(slot);
  }

  #restIdle(): void {
    for (const slot of this.#idle) if (!this.#used.has(slot) && this.#connected.delete(slot)) slot.rest();
    this.#used.clear();
  }

  /** Lends it to the buyer that has waited longest. */
  #lend(slot: ConnectionSlot): void {
    this.#lent += 1;
    this.#waiters.shift()?.resolve(slot);
  }
}
