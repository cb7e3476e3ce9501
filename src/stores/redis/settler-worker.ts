import type { Redis } from 'ioredis';
import { findReserved } from '../postgres/settle-reservations';
import { isMissingGroup } from './errors';
import { claimStale, createGroup, forgetIdleSettlers, readNew, withGroup } from './reservation-stream';
import { decodeSettlements } from './settlement';
import { isPassing, Settler, type SettlerStores } from './settler';

/** A settler waits this long for news before it asks again; a connection that is dead without saying so is noticed then. */
const BLOCK_MS = 1_000;
const READER_TIMEOUT_MS = 4_000;
const PAUSE_AFTER_FAILURE_MS = 100;
const RECONCILE_EVERY_MS = 250;
/** Longer than settling takes, so that nobody is disturbed at work; shorter than a buyer's patience. */
const STALE_AFTER_MS = 1_500;
/** Long gone. One that reads asks every `BLOCK_MS`. */
const FORGET_AFTER_MS = 60_000;

export interface ShiftOptions extends SettlerStores {
  onBug: (error: unknown) => void;
}

/**
 * A settler at work: settles what comes, listens for what others have settled, and, every now and then, settles what was
 * left lying by whoever died. Runs until `end`.
 */
export class SettlerShift {
  readonly #settler: Settler;
  /** Connections of their own: one blocks, the other listens and can do nothing else. */
  readonly #reader: Redis;
  readonly #listener: Redis;
  readonly #timer: NodeJS.Timeout;
  readonly #reading: Promise<void>;
  #reconciling: Promise<void> | null = null;
  #ended = false;

  constructor(private readonly options: ShiftOptions) {
    const { redis, settledChannel } = options.counter;
    this.#settler = new Settler(options);
    this.#reader = redis.duplicate({ commandTimeout: READER_TIMEOUT_MS });
    this.#listener = redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    for (const client of [this.#reader, this.#listener]) client.on('error', () => undefined);
    this.#listener.on('message', (_channel, message) => options.waiting.tell(decodeSettlements(message)));
    // ioredis subscribes again by itself after a loss; what was told meanwhile is found by looking for what is overdue.
    this.#listener.subscribe(settledChannel).catch(() => undefined);
    this.#reading = this.#read();
    this.#timer = setInterval(() => {
      options.waiting.expire();
      this.#reconciling ??= this.#reconcile().finally(() => (this.#reconciling = null));
    }, RECONCILE_EVERY_MS);
  }

  /** Finishes what it has in hand. What it had not begun is settled by another shop, or after the next start. */
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
        // Redis has lost its data, or has never had any.
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
      // Each shop can answer for its own buyers, even when the stream is gone.
      await this.#settler.settle(overdue.flatMap(({ reservation }) => reservation ?? []));
      const inDoubt = overdue.filter(({ reservation }) => reservation === null).map(({ id }) => id);
      if (inDoubt.length > 0) waiting.tell(await findReserved(pool, inDoubt));

      await this.#settler.settle(await withGroup(counter, () => claimStale(counter, this.#settler.name, STALE_AFTER_MS)));
      await forgetIdleSettlers(counter, FORGET_AFTER_MS);
    } catch (error) {
      this.#note(error);
    }
  }

  #isOver(): boolean {
    return this.#ended;
  }

  /** Stores that are out of reach, and a Redis emptied in between, are for the next round. */
  #note(error: unknown): void {
    if (!this.#ended && !isPassing(error) && !isMissingGroup(error)) this.options.onBug(error);
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
