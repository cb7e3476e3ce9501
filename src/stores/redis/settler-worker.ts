import type { Redis } from 'ioredis';
import { findReserved } from '../postgres/settle-reservations';
import { isMissingGroup } from './errors';
import { claimStale, createGroup, forgetIdleSettlers, readNew, withGroup } from './reservation-stream';
import { decodeSettlements } from './settlement';
import { isPassing, Settler, type SettlerStores } from './settler';

/** A settler blocks this long for new entries before it asks again; that is when it notices a dead connection. */
const BLOCK_MS = 1_000;
const READER_TIMEOUT_MS = 4_000;
const PAUSE_AFTER_FAILURE_MS = 100;
const RECONCILE_EVERY_MS = 250;
/** Longer than settling takes, so that no running settler is disturbed; shorter than a buyer waits. */
const STALE_AFTER_MS = 1_500;
/** Idle for this long, a settler is gone: one that runs asks every `BLOCK_MS`. */
const FORGET_AFTER_MS = 60_000;

export interface SettlementWorkerOptions extends SettlerStores {
  onBug: (error: unknown) => void;
}

/**
 * Runs a settler: settles new reservations, listens for what others have settled, and regularly settles what
 * dead settlers left unsettled. Runs until `end`.
 */
export class SettlementWorker {
  readonly #settler: Settler;
  /** Separate connections: one blocks, the other is subscribed and can do nothing else. */
  readonly #reader: Redis;
  readonly #listener: Redis;
  readonly #timer: NodeJS.Timeout;
  readonly #reading: Promise<void>;
  #reconciling: Promise<void> | null = null;
  #ended = false;

  constructor(private readonly options: SettlementWorkerOptions) {
    const { redis, settledChannel } = options.counter;
    this.#settler = new Settler(options);
    this.#reader = redis.duplicate({ commandTimeout: READER_TIMEOUT_MS });
    this.#listener = redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    for (const client of [this.#reader, this.#listener]) client.on('error', () => undefined);
    this.#listener.on('message', (_channel, message) => options.waiting.settle(decodeSettlements(message)));
    // ioredis resubscribes by itself after a loss; messages missed meanwhile are found by the check for overdue reservations.
    this.#listener.subscribe(settledChannel).catch(() => undefined);
    this.#reading = this.#read();
    this.#timer = setInterval(() => {
      options.waiting.expire();
      this.#reconciling ??= this.#reconcile().finally(() => (this.#reconciling = null));
    }, RECONCILE_EVERY_MS);
  }

  /** Finishes the current batch. The rest is settled by another shop, or after the next start. */
  async end(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#reader.disconnect();
    this.#listener.disconnect();
    await this.#reading;
    await this.#reconciling;
  }

  async #read(): Promise<void> {
    const { counter } = this.options;
    while (!this.#isOver()) {
      try {
        const reservations = await readNew(this.#reader, counter, this.#settler.name, BLOCK_MS);
        if (reservations.length > 0) await this.#settler.settle(reservations);
      } catch (error) {
        if (this.#isOver()) return;
        // Redis has lost its data, or never had any.
        if (isMissingGroup(error)) await createGroup(counter).catch(() => undefined);
        else this.#note(error);
        await pause(PAUSE_AFTER_FAILURE_MS);
      }
    }
  }

  async #reconcile(): Promise<void> {
    const { counter, pool, waiting } = this.options;
    try {
      const overdue = waiting.overdue(STALE_AFTER_MS);
      // Each shop still has the reservations of its own buyers, even when the stream is gone.
      await this.#settler.settle(overdue.flatMap(({ reservation }) => reservation ?? []));
      const inDoubt = overdue.filter(({ reservation }) => reservation === null).map(({ id }) => id);
      if (inDoubt.length > 0) waiting.settle(await findReserved(pool, inDoubt));

      await this.#settler.settle(await withGroup(counter, () => claimStale(counter, this.#settler.name, STALE_AFTER_MS)));
      await forgetIdleSettlers(counter, FORGET_AFTER_MS);
    } catch (error) {
      this.#note(error);
    }
  }

  #isOver(): boolean {
    return this.#ended;
  }

  /** Stores that cannot be reached, and a Redis that was emptied in between, are left to the next round. */
  #note(error: unknown): void {
    if (!this.#ended && !isPassing(error) && !isMissingGroup(error)) this.options.onBug(error);
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
