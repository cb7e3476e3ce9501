import { openSlot, type ConnectionOptions, type ConnectionSlot } from './connection-slot';
import { Session } from './session';

interface Waiter {
  resolve: (slot: ConnectionSlot) => void;
  reject: (error: Error) => void;
}

/** A session on loan. Give it back exactly once, in `finally`. */
export interface Loan {
  session: Session;
  /** `failed` tells that the work threw, so that an open transaction is rolled back whatever it looked like. */
  giveBack(failed: boolean): Promise<void>;
}

/**
 * A pool of connections, first come first served. postgres.js has one of its own, but it may put a statement behind
 * somebody else's blocked one, and a reserved connection that is lost can be replaced in the middle of a transaction.
 */
export class SessionPool {
  readonly size: number;
  readonly #slots: ConnectionSlot[];
  readonly #idle: ConnectionSlot[];
  readonly #waiters: Waiter[] = [];
  #ended = false;
  #lent = 0;
  #limit: number;

  constructor(options: ConnectionOptions & { size: number }) {
    this.size = options.size;
    this.#limit = options.size;
    this.#slots = Array.from({ length: options.size }, () => openSlot(options));
    this.#idle = [...this.#slots];
  }

  /** Connections that may be lent at once: all of them, unless told otherwise. */
  get limit(): number {
    return this.#limit;
  }

  /** Lends no more than this many at once from now on; null for all there are. Those lent already are not called back. */
  limitTo(connections: number | null): void {
    this.#limit = Math.min(this.size, connections ?? this.size);
    while (this.#lent < this.#limit && this.#waiters.length > 0) {
      const slot = this.#idle.pop();
      if (!slot) return;
      this.#lend(slot);
    }
  }

  /** Connections lent at this moment. */
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

  async acquire(): Promise<Loan> {
    if (this.#ended) throw new Error('The connection pool is closed; nothing was sent.');
    // The most recently used first: its statements are prepared and the server's caches are warm.
    const free = this.#lent < this.#limit ? this.#idle.pop() : undefined;
    if (free) this.#lent += 1;
    const slot = free ?? (await this.#wait());
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

  /** Closes every connection within 5 s; whoever waits for one is refused. */
  async end(): Promise<void> {
    this.#ended = true;
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error('The connection pool was closed; nothing was sent.'));
    await Promise.all(this.#slots.map((slot) => slot.end()));
  }

  #wait(): Promise<ConnectionSlot> {
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  #handOn(slot: ConnectionSlot): void {
    this.#lent -= 1;
    if (this.#lent < this.#limit && this.#waiters.length > 0) this.#lend(slot);
    else this.#idle.push(slot);
  }

  /** To whoever has waited longest. */
  #lend(slot: ConnectionSlot): void {
    this.#lent += 1;
    this.#waiters.shift()?.resolve(slot);
  }
}
