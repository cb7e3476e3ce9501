import type { SearchBounds } from '@/domain/exploration';
import type { LaneEvidence } from '@/domain/history';
import type { LabSetup } from '@/domain/lab';
import type { MonotonicClock, Random } from '@/domain/monotonic-clock';
import { formatSchedule, isBuyer, type Move } from '@/domain/schedule';
import type { LabEnvironment } from './environment';
import { ScheduleQueue } from './schedule-queue';
import { runSchedule, stay, type Chooser, type RanSchedule } from './run-schedule';

/** An order that was run, and what the caller's judge made of it. */
export interface JudgedSchedule<Judgement> {
  moves: readonly Move[];
  judgement: Judgement;
  errors: readonly unknown[];
}

export interface SearchOptions<Judgement> {
  /** Each plays one order at a time; several play side by side. */
  environments: readonly LabEnvironment[];
  setup: LabSetup;
  bounds: SearchBounds;
  judge: (evidence: LaneEvidence) => Judgement;
  /** Told of each order as it ends, with how many wait and the fewest switches among those. */
  onSchedule: (order: JudgedSchedule<Judgement>, pending: number, switches: number) => void;
  now: MonotonicClock;
  /** A generator for each schedule that is drawn, so that a seed draws the same ones whichever worker plays them. */
  randomOf: (draw: number) => Random;
  signal: AbortSignal;
}

/** What was run of all there is. */
export interface Searched {
  schedules: number;
  exhaustive: boolean;
  switchesCovered: number | null;
  random: number;
  unrepeatable: number;
}

/** Of the orders that may be run, so much is for random priorities once it is clear that not all of them can be. */
const RANDOM_SHARE = 0.4;

/**
 * Runs schedules: those with the fewest switches first, until all are run or `bounds` are reached; the last part of
 * the bounds is spent on random priorities. Each order is run once. Sources: Musuvathi and Qadeer, 'Iterative Context
 * Bounding for Systematic Testing of Multithreaded Programs' (2007); Burckhardt et al., 'A Randomized Scheduler with
 * Probabilistic Guarantees of Finding Bugs' (2010).
 */
export async function exploreSchedules<Judgement>(options: SearchOptions<Judgement>): Promise<Searched> {
  const { environments, bounds, now, signal } = options;
  const endMs = now() + bounds.seconds * 1_000;
  const startMs = now();
  const search = new Search(options);
  const share = (of: number): number => of * (1 - RANDOM_SHARE);
  const timeLeft = (untilMs: number): boolean => now() < untilMs && !signal.aborted;
  await Promise.all(
    environments.map(async (environment) => {
      // A worker with nothing to do waits for those that may yet find something.
      while (search.unfinished && search.started < share(bounds.schedules) && timeLeft(startMs + share(endMs - startMs))) await search.next(environment);
    }),
  );
  const searched = search.result();
  if (searched.exhaustive) return searched;
  await Promise.all(
    environments.map(async (environment) => {
      while (search.started < bounds.schedules && timeLeft(endMs)) await search.draw(environment);
    }),
  );
  signal.throwIfAborted();
  return { ...searched, schedules: search.schedules, random: search.schedules - searched.schedules, unrepeatable: search.unrepeatable };
}

class Search<Judgement> {
  schedules = 0;
  /** Runs that were begun, also those that came to nothing or had been there before. */
  started = 0;
  unrepeatable = 0;
  readonly #options: SearchOptions<Judgement>;
  readonly #queue = new ScheduleQueue();
  readonly #seen = new Set<string>();
  #underWay = 0;
  #draws = 0;
  /** Moves of the longest order so far. */
  #longest = 1;
  #wake: (() => void)[] = [];

  constructor(options: SearchOptions<Judgement>) {
    this.#options = options;
    this.#queue.push([]);
  }

  get unfinished(): boolean {
    return this.#queue.size > 0 || this.#underWay > 0;
  }

  /** Runs the next order, or waits until there is one or none will come. */
  async next(environment: LabEnvironment): Promise<void> {
    const beginning = this.#queue.pop();
    if (!beginning) {
      await new Promise<void>((resolve) => this.#wake.push(resolve));
      return;
    }
    this.#underWay += 1;
    try {
      const order = await this.#run(environment, beginning, stay);
      if (order) this.#branch(order, beginning.length);
    } finally {
      this.#underWay -= 1;
      for (const wake of this.#wake.splice(0)) wake();
    }
  }

  /** Runs an order by random priorities, which change at a few random moves. */
  async draw(environment: LabEnvironment): Promise<void> {
    await this.#run(environment, [], randomPriorities(this.#options.setup.buyers, this.#longest, this.#options.randomOf(this.#draws++)));
  }

  result(): Searched {
    const { lowest } = this.#queue;
    const exhaustive = lowest === null && this.#underWay === 0 && this.unrepeatable === 0;
    const switchesCovered = exhaustive ? null : lowest === null || lowest === 0 ? null : lowest - 1;
    return { schedules: this.schedules, exhaustive, switchesCovered, random: 0, unrepeatable: this.unrepeatable };
  }

  async #run(environment: LabEnvironment, beginning: readonly Move[], choose: Chooser): Promise<RanSchedule | null> {
    const { setup, bounds, judge, onSchedule } = this.#options;
    this.started += 1;
    const order = await runSchedule(environment, setup, bounds.expiries, beginning, choose);
    if (!order) {
      this.unrepeatable += 1;
      return null;
    }
    this.#longest = Math.max(this.#longest, order.moves.length);
    const token = formatSchedule(order.moves);
    if (!this.#seen.has(token)) {
      this.#seen.add(token);
      this.schedules += 1;
      onSchedule({ moves: order.moves, judgement: judge(order.evidence), errors: order.errors }, this.#queue.size, this.#queue.lowest ?? 0);
    }
    return order;
  }

  /** From its beginning on, everything else that could have been done instead is the beginning of another order. */
  #branch({ moves, choices }: RanSchedule, from: number): void {
    for (let index = from; index < moves.length; index++) {
      for (const other of choices[index] ?? []) if (other !== moves[index]) this.#queue.push([...moves.slice(0, index), other]);
    }
  }
}

/** How often priorities change in one order. */
const CHANGES = 3;

/** `horizon`: so many moves have orders; priorities change somewhere among them. */
function randomPriorities(buyers: number, horizon: number, random: Random): Chooser {
  const priorities = Array.from({ length: buyers }, () => random());
  const changes = new Set(Array.from({ length: CHANGES }, () => Math.floor(random() * horizon)));
  const rank = (move: Move): number => priorities[move.charCodeAt(0) - 'A'.charCodeAt(0)] ?? 0;
  return (possible, last, index) => {
    // The buyer that moved last goes behind all others.
    if (last !== null && isBuyer(last) && changes.has(index)) priorities[last.charCodeAt(0) - 'A'.charCodeAt(0)] = -index;
    const timed = possible.find((move) => !isBuyer(move));
    if (timed !== undefined && random() < 0.2) return timed;
    return possible.filter(isBuyer).reduce((best, move) => (rank(move) > rank(best) ? move : best));
  };
}
