import { randomUUID } from 'node:crypto';
import type { Exploration, SearchBounds } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { WORKERS, type ExploreProgress } from './explore';
import { LabRefused } from './lab-registry';
import type { StrategyFile } from '@/strategy-files/strategy-file';
import type { LabStores } from './replay-schedule';
import { spawnLabProcess, type LabProcessEvent } from './spawn-explore';

/** A search, as the API shows it. */
export interface ExplorationState {
  id: string;
  status: 'running' | 'finished' | 'failed';
  setup: LabSetup;
  bounds: SearchBounds;
  progress: ExploreProgress;
  exploration: Exploration | null;
  /** Why it failed, in a sentence. */
  failure: string | null;
}

interface Search extends ExplorationState {
  cancel: () => void;
  cancelled: boolean;
}

/** Each takes a core for itself. */
const RUNNING_AT_ONCE = 2;
const KEPT = 20;
/** A search of a file's strategy that says nothing for so long has an endless loop in it. */
const SILENT_MS = 15_000;

export interface ExplorationRegistryOptions {
  stores: LabStores;
  /** Why a strategy cannot be played here, in a sentence; null when it can. */
  missingService: (strategy: string) => string | null;
  /** The file of a strategy that comes from one. */
  strategyFile?: (strategy: string) => StrategyFile | null;
}

/** The searches of one web process, each in a process of its own; the newest results are kept in memory. */
export class ExplorationRegistry {
  readonly #options: ExplorationRegistryOptions;
  readonly #searches = new Map<string, Search>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: ExplorationRegistryOptions) {
    this.#options = options;
  }

  /** Throws `LabRefused` when too many are under way or a store is missing. */
  start(setup: LabSetup, bounds: SearchBounds): ExplorationState {
    const missing = this.#options.missingService(setup.strategy);
    if (missing !== null) throw new LabRefused('service_missing', missing);
    const running = [...this.#searches.values()].filter(({ status }) => status === 'running').length;
    if (running >= RUNNING_AT_ONCE) throw new LabRefused('too_many_labs', `${running} searches are under way, which is as many as there may be; nothing was started. Try again when one has ended.`);
    const search: Search = { id: randomUUID(), status: 'running', setup, bounds, progress: { schedules: 0, violated: 0, pending: 0, switches: 0 }, exploration: null, failure: null, cancel: () => undefined, cancelled: false };
    this.#searches.set(search.id, search);
    for (const [id, { status }] of this.#searches) if (this.#searches.size > KEPT && status !== 'running') this.#searches.delete(id);
    const run = this.#run(search).finally(() => this.#underWay.delete(run));
    this.#underWay.add(run);
    return stateOf(search);
  }

  /** Null when there is no such search, or no more. */
  find(id: string): ExplorationState | null {
    const search = this.#searches.get(id);
    return search ? stateOf(search) : null;
  }

  /** False when no such search is under way. */
  cancel(id: string): boolean {
    const search = this.#searches.get(id);
    if (search?.status !== 'running') return false;
    search.cancelled = true;
    search.cancel();
    return true;
  }

  /** Resolves when every search that was under way has ended. */
  async cancelAll(): Promise<void> {
    for (const id of this.#searches.keys()) this.cancel(id);
    await Promise.allSettled(this.#underWay);
  }

  async #run(search: Search): Promise<void> {
    const strategyFile = this.#options.strategyFile?.(search.setup.strategy) ?? undefined;
    const { events, cancel } = spawnLabProcess({ kind: 'explore', ...this.#options.stores, redisUrls: this.#options.stores.redisUrls === null ? null : [...this.#options.stores.redisUrls], setup: search.setup, bounds: search.bounds, workers: WORKERS, strategyFile }, strategyFile ? SILENT_MS : null);
    search.cancel = cancel;
    try {
      for await (const event of events) note(search, event);
    } catch (error) {
      // What wrote something else than events may still be at work.
      cancel();
      search.status = 'failed';
      search.failure = `The search's process wrote something that is no event, and was stopped (${error instanceof Error ? error.message : String(error)}). Start it again.`;
    }
  }
}

function note(search: Search, event: LabProcessEvent): void {
  switch (event.kind) {
    case 'exploring':
      search.progress = { schedules: event.schedules, violated: event.violated, pending: event.pending, switches: event.switches };
      break;
    case 'explored':
      search.status = 'finished';
      search.exploration = event.exploration;
      search.progress = { schedules: event.exploration.schedules, violated: event.exploration.violated, pending: 0, switches: 0 };
      break;
    // Of a schedule that is played, and of a process that only shows that it lives.
    case 'played':
    case 'alive':
      break;
    case 'failed':
      search.status = 'failed';
      // However far it had come, also before it listened for it.
      search.failure = search.cancelled ? 'The search was cancelled; nothing is left of it.' : event.message;
      break;
  }
}

function stateOf({ cancel: _cancel, cancelled: _cancelled, ...state }: Search): ExplorationState {
  return state;
}
