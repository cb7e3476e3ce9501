import type { LaneEvidence } from '@/domain/history';
import type { LabBuyer, LabSetup, LabState, LabVerdict, PlannedStep } from '@/domain/lab';
import { formatSchedule, type BuyerName, type Move } from '@/domain/schedule';
import { evidenceOf } from './evidence';
import { openLabEnvironment, type LabEnvironment, type LabEnvironmentOptions } from './environment';
import { ImpossibleMove, Interleaving } from './interleaving';
import { readCommitted, readKeys, readLocks } from './lab-view';
import { warmUp } from './warm-up';
import type { SteppedBuyer } from './stepped-buyer';

/** Judges a finished schedule by its evidence. */
export type LabJudge = (evidence: LaneEvidence) => LabVerdict;

export interface LabSessionOptions extends Omit<LabEnvironmentOptions, 'onStatement' | 'setup'> {
  setup: LabSetup;
  judge: LabJudge;
}

/** What a session knows of itself; the caller adds the rest. */
export type LabSnapshot = Omit<LabState, 'id' | 'expiresAt'>;

/** An open lab: one environment and one schedule that grows move by move; to go back, it starts again. */
export class LabSession {
  readonly setup: LabSetup;
  readonly #environment: LabEnvironment;
  readonly #judge: LabJudge;
  readonly #route: StatementRoute;
  readonly #planned: readonly PlannedStep[];
  #interleaving: Interleaving;
  #verdict: LabVerdict | null = null;
  #problem: string | null = null;
  #deadlock: readonly BuyerName[] = [];
  /** Moves run one after another: a second click waits for the first. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(options: LabSessionOptions, environment: LabEnvironment, route: StatementRoute, planned: readonly PlannedStep[], interleaving: Interleaving) {
    this.setup = options.setup;
    this.#judge = options.judge;
    this.#environment = environment;
    this.#route = route;
    this.#planned = planned;
    this.#interleaving = interleaving;
  }

  /** Opens the sessions and plays `moves`. Throws when a store is missing; a move that cannot be made is reported in the snapshot. */
  static async open(options: LabSessionOptions): Promise<LabSession> {
    const route: StatementRoute = { to: null };
    const environment = await openLabEnvironment({ ...options, onStatement: (buyer, sql) => route.to?.buyers.find(({ name }) => name === buyer)?.noteStatement(sql) });
    try {
      const { steps, trial } = await warmUp(environment, options.setup, (interleaving) => (route.to = interleaving));
      const session = new LabSession(options, environment, route, steps, trial);
      await session.#begin();
      return session;
    } catch (error) {
      await environment.close();
      throw error;
    }
  }

  /** The state at this moment, also while a move is under way. */
  async snapshot(): Promise<LabSnapshot> {
    const [committed, locks, keys] = await Promise.all([readCommitted(this.#environment), readLocks(this.#environment), readKeys(this.#environment)]);
    const { moves, buyers } = this.#interleaving;
    return {
      setup: this.setup,
      schedule: formatSchedule(moves.map(({ move }) => move)),
      moves: [...moves],
      buyers: buyers.map((buyer) => this.#buyerOf(buyer)),
      committed,
      locks,
      keys,
      possible: this.#interleaving.possible(),
      deadlock: this.#deadlock,
      verdict: this.#verdict,
      problem: this.#problem,
      complaint: this.#problem,
    };
  }

  /** Makes one move. Throws `ImpossibleMove`, and then nothing has happened. */
  move(move: Move): Promise<void> {
    return this.#queued(async () => {
      this.#problem = null;
      await this.#make(move);
    });
  }

  /** Goes to where a schedule leads: forward if it goes on from here, else from the beginning. Stops where it cannot be followed. */
  goTo(moves: readonly Move[]): Promise<void> {
    return this.#queued(async () => {
      this.#problem = null;
      const made = this.#interleaving.moves.map(({ move }) => move);
      const onward = made.length <= moves.length && made.every((move, index) => move === moves[index]);
      if (!onward) await this.#begin();
      for (const move of moves.slice(onward ? made.length : 0)) {
        try {
          await this.#make(move);
        } catch (error) {
          if (!(error instanceof ImpossibleMove)) throw error;
          this.#problem = `Move ${this.#interleaving.moves.length + 1} of the schedule cannot be made: ${error.message}`;
          return;
        }
      }
    });
  }

  /** Rolls back what is open and gives everything back. */
  close(): Promise<void> {
    return this.#queued(async () => {
      await this.#interleaving.abandon();
      await this.#environment.close();
    });
  }

  async #begin(): Promise<void> {
    await this.#interleaving.abandon();
    this.#verdict = null;
    this.#deadlock = [];
    const onDeadlock = (buyers: readonly BuyerName[]): void => void (this.#deadlock = buyers);
    this.#interleaving = await Interleaving.begin({ environment: this.#environment, setup: this.setup, timed: this.#environment.redis !== null, onDeadlock });
    this.#route.to = this.#interleaving;
  }

  async #make(move: Move): Promise<void> {
    try {
      await this.#interleaving.move(move);
    } finally {
      this.#deadlock = [];
    }
    if (!this.#interleaving.over) return;
    const { stock, quantity } = this.setup;
    this.#verdict = this.#judge(await evidenceOf(this.#environment, this.#interleaving, stock, quantity));
  }

  #queued(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #buyerOf({ name, status, steps, next, outcome, error }: SteppedBuyer): LabBuyer {
    const place = this.#environment.places.find((candidate) => candidate.name === name);
    const from = next === null ? steps.length : this.#planned.findIndex((step) => step.name === next.name);
    return {
      name,
      replica: place?.replica ?? 0,
      sessionPid: place?.pid ?? 0,
      status: status === 'ended' || status === 'ready' ? status : 'waiting',
      steps: steps.map((step) => ({ ...step, sql: [...step.sql] })),
      next: next?.name ?? null,
      planned: status === 'ended' ? [] : next !== null && from < 0 ? [{ ...next, sql: [] }] : this.#planned.slice(from),
      outcome: outcome ?? (error === null ? null : { kind: 'unknown', reason: error instanceof Error ? error.message : 'an error without a message' }),
    };
  }
}

/** Statements go to the buyers of the schedule that is being played; sessions outlive schedules. */
interface StatementRoute {
  to: Interleaving | null;
}
