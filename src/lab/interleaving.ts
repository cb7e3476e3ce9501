import { setTimeout as pause } from 'node:timers/promises';
import type { LabEvent, LabMove, LabSetup } from '@/domain/lab';
import { isBuyer, TIME_PASSES, type BuyerName, type Move } from '@/domain/schedule';
import { readBlockers, waitsForOthers, type Blockers } from './blockers';
import type { LabEnvironment } from './environment';
import { LabUnavailable } from './lab-unavailable';
import { eventsOf, glimpse, waitWords, type Glimpse } from './lab-events';
import { COMPANION, PRODUCT } from './stock-store';
import { SteppedBuyer } from './stepped-buyer';

/** A move that cannot be made: it is not that buyer's to make, or nothing is there that could end by itself. */
export class ImpossibleMove extends Error {
  constructor(
    readonly move: Move,
    message: string,
  ) {
    super(message);
    this.name = 'ImpossibleMove';
  }
}

/** A step that has not ended and waits for no buyer of the lab: a store is lost, or a session outside the lab holds a lock. */
export class LabStuck extends LabUnavailable {
  constructor(waiting: string) {
    super(`${waiting} did not come to an end within ${PATIENCE_MS / 1_000} s, and no buyer of the lab holds it up. See whether Postgres and Redis are up; nothing outside the lab was changed.`);
    this.name = 'LabStuck';
  }
}

export interface InterleavingOptions {
  environment: LabEnvironment;
  setup: Pick<LabSetup, 'stock' | 'quantity'>;
  /** Whether time may pass: costs a look at Redis after each move. */
  timed: boolean;
  /** Called whenever buyers wait for each other in a cycle, until Postgres has ended it. */
  onDeadlock?: (buyers: readonly BuyerName[]) => void;
}

/** When the server is asked whether a statement that has not come back waits for a lock. It decides when to ask, and nothing else. */
const ASK_AFTER_MS = 1;
/** Between two questions about the same statement. */
const ASK_EVERY_MS = 5;
const PATIENCE_MS = 30_000;

/** One schedule, move by move. While one buyer moves, all others wait, except those that the move unblocks. */
export class Interleaving {
  readonly buyers: readonly SteppedBuyer[];
  readonly moves: LabMove[] = [];
  /** The logical time at which each buyer took its first step and ended: one tick a move. */
  readonly spans = new Map<BuyerName, { invoked: number; returned: number }>();

  readonly #environment: LabEnvironment;
  readonly #timed: boolean;
  readonly #onDeadlock: ((buyers: readonly BuyerName[]) => void) | undefined;
  #changes = 0;
  #wake: () => void = () => undefined;
  #locksPresent = false;
  /** In the order in which they began to wait. */
  #asking: SteppedBuyer[] = [];
  #deadlockTimeoutMs: number | null = null;

  private constructor({ environment, setup, timed, onDeadlock }: InterleavingOptions) {
    this.#environment = environment;
    this.#timed = timed;
    this.#onDeadlock = onDeadlock;
    this.buyers = environment.places.map(({ name, stores }, index) => {
      // Every second cart the other way round, as in a flood.
      const cart = environment.strategy.carts ? [PRODUCT, COMPANION] : undefined;
      const request = { productId: PRODUCT, buyerId: name, quantity: setup.quantity, idempotencyKey: null, ...(cart ? { cart: index % 2 === 0 ? cart : cart.reverse() } : {}) };
      return new SteppedBuyer({ name, strategy: environment.strategy, request, stores, onChange: () => this.#changed() });
    });
  }

  /** The full stock, and every buyer before its first step. */
  static async begin(options: InterleavingOptions): Promise<Interleaving> {
    await options.environment.reset(options.setup.stock);
    const interleaving = new Interleaving(options);
    await interleaving.#settle();
    return interleaving;
  }

  get over(): boolean {
    return this.buyers.every(({ status }) => status === 'ended');
  }

  /** The moves that can be made now. */
  possible(): Move[] {
    const ready = this.buyers.filter(({ status }) => status === 'ready').map(({ name }) => name);
    return this.#locksPresent && ready.length > 0 ? [...ready, TIME_PASSES] : [...ready];
  }

  /** Those that should move next: a buyer that has just lost a round and paused lets another go first. */
  fair(): Move[] {
    const possible = this.possible();
    const eager = possible.filter((move) => !isBuyer(move) || !this.#buyer(move).backedOff);
    return eager.some(isBuyer) ? eager : possible;
  }

  /** Makes one move and waits until no buyer is in the middle of a step. Throws `ImpossibleMove`, and then nothing has happened. */
  async move(move: Move): Promise<LabMove> {
    const reason = this.#whyNot(move);
    if (reason !== null) throw new ImpossibleMove(move, reason);
    const before = this.buyers.map(glimpse);
    const waiting = [...this.#asking];
    if (isBuyer(move)) {
      const buyer = this.#buyer(move);
      for (const other of this.buyers) if (other !== buyer) other.backedOff = false;
      if (!this.spans.has(move)) this.spans.set(move, { invoked: this.moves.length, returned: Number.POSITIVE_INFINITY });
      buyer.take(this.moves.length);
    } else {
      await this.#environment.redis?.passTime();
    }
    await this.#settle();
    // Buyers that found a lock taken ask again, those that have waited longest first.
    for (const buyer of waiting) {
      if (buyer.status !== 'asking') continue;
      buyer.askAgain();
      await this.#settle();
    }
    return this.#record(move, before);
  }

  /** Goes no further: what was not committed is rolled back. The environment can be used again. */
  async abandon(): Promise<void> {
    await Promise.all(this.buyers.map((buyer) => buyer.abandon()));
  }

  #buyer(name: BuyerName): SteppedBuyer {
    const buyer = this.buyers.find((candidate) => candidate.name === name);
    if (!buyer) throw new ImpossibleMove(name, `There is no buyer ${name} in this lab.`);
    return buyer;
  }

  #whyNot(move: Move): string | null {
    if (!isBuyer(move)) return this.possible().includes(move) ? null : 'Time can pass only while there is a lock with an expiry and a buyer can move.';
    const buyer = this.buyers.find(({ name }) => name === move);
    if (!buyer) return `There is no buyer ${move} in this lab; there ${this.buyers.length === 1 ? 'is' : 'are'} ${this.buyers.map(({ name }) => name).join(', ')}.`;
    if (buyer.status === 'ready') return null;
    if (buyer.status === 'ended') return `Buyer ${move} has ended and has no step left.`;
    return `Buyer ${move} is waiting${waitWords(buyer.current?.wait ?? null)} and cannot move.`;
  }

  /** Waits until every buyer is before a step, has ended, or waits for a session that is not in a cycle with it. */
  async #settle(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    let askMs = ASK_AFTER_MS;
    let newlyBlocked = false;
    for (;;) {
      const busy = this.buyers.filter(({ status }) => status === 'busy');
      if (busy.length === 0 || (await this.#changedWithin(askMs))) {
        if (busy.length === 0) break;
        continue;
      }
      const seen = this.#changes;
      const blockers = await readBlockers(this.#environment.control, busy.map((buyer) => this.#pid(buyer)));
      if (seen !== this.#changes) continue;
      newlyBlocked = this.#noteWaits(busy, blockers) || newlyBlocked;
      const steady = waitsForOthers(blockers);
      const stuck = busy.filter((buyer) => !steady.has(this.#pid(buyer)) || this.#waitsOutside(blockers.get(this.#pid(buyer)) ?? []));
      if (stuck.length === 0) break;
      if (stuck.every((buyer) => blockers.has(this.#pid(buyer)))) this.#onDeadlock?.(stuck.map(({ name }) => name));
      if (performance.now() > deadline) throw new LabStuck(`'${stuck[0]?.current?.name ?? 'a step'}' of buyer ${stuck[0]?.name ?? ''}`);
      askMs = ASK_EVERY_MS;
    }
    this.#asking = [...this.#asking.filter(({ status }) => status === 'asking'), ...this.buyers.filter((buyer) => buyer.status === 'asking' && !this.#asking.includes(buyer))];
    if (this.#timed) this.#locksPresent = ((await this.#environment.redis?.present()) ?? []).length > 0;
    if (newlyBlocked && this.#environment.strategy.carts) await this.#outlastDeadlockCheck();
  }

  /** Whether it waits for a session that is no buyer of this lab and so moves by itself. */
  #waitsOutside(blockers: readonly number[]): boolean {
    const pids = this.#environment.places.map(({ pid }) => pid);
    return blockers.length > 0 && blockers.every((pid) => !pids.includes(pid));
  }

  /** Records who waits for whom; returns whether a buyer waits that did not before. */
  #noteWaits(busy: readonly SteppedBuyer[], blockers: Blockers): boolean {
    let fresh = false;
    for (const buyer of busy) {
      const pids = blockers.get(this.#pid(buyer));
      const step = buyer.current;
      if (!pids || !step) continue;
      fresh ||= step.wait === null;
      step.wait = { kind: 'lock', blockers: [...new Set(pids.map((pid) => this.#nameOf(pid)))] };
    }
    return fresh;
  }

  /**
   * The buyer that closes a cycle should be the one that Postgres ends. A session looks for a cycle once, so long after it began to
   * wait: those that waited before have to have looked by then.
   */
  async #outlastDeadlockCheck(): Promise<void> {
    if (this.#deadlockTimeoutMs === null) {
      const [row] = await this.#environment.control<{ ms: number }[]>`select (extract(epoch from current_setting('deadlock_timeout')::interval) * 1000)::int as ms`;
      this.#deadlockTimeoutMs = row?.ms ?? 1_000;
    }
    await pause(this.#deadlockTimeoutMs * 1.2);
  }

  #pid({ name }: SteppedBuyer): number {
    return this.#environment.places.find((place) => place.name === name)?.pid ?? 0;
  }

  #nameOf(pid: number): string {
    return this.#environment.places.find((place) => place.pid === pid)?.name ?? 'a session outside the lab';
  }

  #record(move: Move, before: readonly Glimpse[]): LabMove {
    const events: LabEvent[] = isBuyer(move) ? [] : [{ kind: 'time-passed' }];
    const order = [...this.buyers.keys()].sort((a, b) => Number(this.buyers[b]?.name === move) - Number(this.buyers[a]?.name === move) || a - b);
    for (const index of order) {
      const buyer = this.buyers[index];
      const was = before[index];
      if (buyer && was) events.push(...eventsOf(buyer, was));
      if (buyer?.status === 'ended') this.#returned(buyer.name);
    }
    const made: LabMove = { move, step: isBuyer(move) ? (this.#buyer(move).steps.find((step) => step.move === this.moves.length)?.name ?? null) : null, events };
    this.moves.push(made);
    return made;
  }

  #returned(name: BuyerName): void {
    const span = this.spans.get(name);
    if (span?.returned === Number.POSITIVE_INFINITY) span.returned = this.moves.length;
  }

  #changed(): void {
    this.#changes += 1;
    this.#wake();
  }

  /** Whether anything has changed by then; as soon as it has. */
  #changedWithin(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
