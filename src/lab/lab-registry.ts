import { randomUUID } from 'node:crypto';
import type { LabSetup, LabState } from '@/domain/lab';
import type { Move } from '@/domain/schedule';
import type { StrategyFile } from '@/strategy-files/strategy-file';
import { LabApart, type OpenedLab } from './lab-apart';
import { openLab, type LabStores } from './replay-schedule';
import { LabProcessFailed } from './spawn-explore';

/** Why no lab or search was opened; nothing was changed. */
export class LabRefused extends Error {
  constructor(
    readonly code: 'too_many_labs' | 'service_missing' | 'strategy_failed',
    message: string,
  ) {
    super(message);
    this.name = 'LabRefused';
  }
}

export interface LabRegistryOptions {
  stores: LabStores;
  /** Why a strategy cannot be played here, in a sentence; null when it can. */
  missingService: (strategy: string) => string | null;
  /** The file of a strategy that comes from one: its lab is a process of its own. */
  strategyFile?: (strategy: string) => StrategyFile | null;
  /** A lab in which no move is made for so long is closed. */
  idleMs: number;
  /** Labs that may be open at once. */
  limit: number;
}

/** A class has one lab each at most, and four connections a lab. */
export const LAB_LIMIT = 24;
/** A lab of a file's strategy that gives no sign for so long has an endless loop in it. */
const SILENT_MS = 15_000;
/** As long as a learner thinks about a step. */
export const LAB_IDLE_MS = 5 * 60_000;

/**
 * The labs of one web process. Every lab holds real sessions with open transactions, so one in which no move is made any more is
 * rolled back and closed, and its id is then unknown.
 */
export class LabRegistry {
  readonly #options: LabRegistryOptions;
  readonly #labs = new Map<string, OpenLab>();
  #opening = 0;

  constructor(options: LabRegistryOptions) {
    this.#options = options;
  }

  get open(): number {
    return this.#labs.size;
  }

  /** Opens a lab and plays `moves`. Throws `LabRefused` when there are too many or a store that it needs is missing. */
  async start(setup: LabSetup, moves: readonly Move[]): Promise<LabState> {
    const { limit, missingService, stores, idleMs, strategyFile } = this.#options;
    const missing = missingService(setup.strategy);
    if (missing !== null) throw new LabRefused('service_missing', missing);
    if (this.#labs.size + this.#opening >= limit) {
      throw new LabRefused('too_many_labs', `${limit} ${limit === 1 ? 'lab is' : 'labs are'} open, which is as many as there may be; nothing was opened. Close one, or try again when one has been left alone for ${idleMs / 60_000} minutes.`);
    }
    this.#opening += 1;
    try {
      const file = strategyFile?.(setup.strategy) ?? null;
      const session = file === null ? await openLab(stores, setup, moves) : await LabApart.open(stores, setup, moves, file, SILENT_MS).catch(refuseFailed);
      const id = randomUUID();
      const lab: OpenLab = { id, session, timer: undefined, expiresAt: 0, underWay: 0 };
      this.#labs.set(id, lab);
      this.#rearm(lab);
      return await this.#orEnd(lab, stateOf(lab));
    } finally {
      this.#opening -= 1;
    }
  }

  /** Null when there is no such lab, or no more. Looking keeps nothing open: only a move does. */
  async find(id: string): Promise<LabState | null> {
    const lab = this.#labs.get(id);
    return lab ? this.#orEnd(lab, stateOf(lab)) : null;
  }

  /** Null when there is no such lab. Throws `ImpossibleMove`, and then nothing has happened. */
  move(id: string, move: Move): Promise<LabState | null> {
    return this.#play(id, (session) => session.move(move));
  }

  /** Null when there is no such lab. Where the schedule cannot be followed it stops, and `problem` says why. */
  goTo(id: string, moves: readonly Move[]): Promise<LabState | null> {
    return this.#play(id, (session) => session.goTo(moves));
  }

  /** False when there is no such lab. */
  async close(id: string): Promise<boolean> {
    const lab = this.#labs.get(id);
    if (!lab) return false;
    this.#labs.delete(id);
    clearTimeout(lab.timer);
    await lab.session.close();
    return true;
  }

  async closeAll(): Promise<void> {
    await Promise.allSettled([...this.#labs.keys()].map((id) => this.close(id)));
  }

  async #play(id: string, play: (session: OpenedLab) => Promise<void>): Promise<LabState | null> {
    const lab = this.#labs.get(id);
    if (!lab) return null;
    // A move that waits for Postgres to end a deadlock is no idleness.
    lab.underWay += 1;
    clearTimeout(lab.timer);
    try {
      await this.#orEnd(lab, play(lab.session));
    } finally {
      lab.underWay -= 1;
      if (lab.underWay === 0) this.#rearm(lab);
    }
    return this.#labs.has(id) ? this.#orEnd(lab, stateOf(lab)) : null;
  }

  /** A lab whose process has ended is none any more, and says why. */
  #orEnd<T>(lab: OpenLab, work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      if (error instanceof LabProcessFailed) void this.close(lab.id);
      return refuseFailed(error);
    });
  }

  #rearm(lab: OpenLab): void {
    clearTimeout(lab.timer);
    if (!this.#labs.has(lab.id)) return;
    const { idleMs } = this.#options;
    lab.expiresAt = Date.now() + idleMs;
    lab.timer = setTimeout(() => void this.close(lab.id), idleMs);
    // An open lab does not keep the process alive.
    lab.timer.unref();
  }
}

function refuseFailed(error: unknown): never {
  if (error instanceof LabProcessFailed) throw new LabRefused('strategy_failed', error.message);
  throw error;
}

interface OpenLab {
  id: string;
  session: OpenedLab;
  timer: NodeJS.Timeout | undefined;
  /** Milliseconds of wall-clock time. */
  expiresAt: number;
  underWay: number;
}

const stateOf = async ({ id, session, expiresAt }: OpenLab): Promise<LabState> => ({ id, ...(await session.snapshot()), expiresAt: new Date(expiresAt).toISOString() });
