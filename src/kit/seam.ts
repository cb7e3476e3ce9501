import type { MonotonicClock, Random } from '@/domain/monotonic-clock';
import type { Observation, StepRecord } from '@/domain/purchase';
import type { Step } from '@/domain/step';
import { sqlState } from '@/stores/postgres/errors';

/**
 * The one place through which a strategy touches the outside world. In a flood a step is only run, or run and recorded;
 * in the lab it waits for the scheduler; a fault is aimed at a kind of step, or at one by name. The strategy file is the same in all of them.
 */
export interface Seam {
  /** Runs one step. */
  run<T>(step: Step, effect: () => PromiseLike<T>): PromiseLike<T>;
  /** Waits, where the strategy itself decided to wait. */
  pass(step: Step, milliseconds: number): PromiseLike<void>;
  /** Whether statements that do not wait for each other may share a round trip. The lab runs them one by one. */
  readonly pipelines: boolean;
  /** For deadlines of retries; milliseconds. */
  readonly now: MonotonicClock;
  /** For jitter. */
  readonly random: Random;
}

const sleep = (milliseconds: number): Promise<void> =>
  milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : Promise.resolve();

/** Does nothing extra: a step is a function call. */
export function directSeam(now: MonotonicClock, random: Random): Seam {
  return { run: (_step, effect) => effect(), pass: (_step, milliseconds) => sleep(milliseconds), pipelines: true, now, random };
}

/** Records every step: its kind and name, when it began and ended, and its result. */
export function recordingSeam(now: MonotonicClock, random: Random, steps: StepRecord[]): Seam {
  const record = async <T>({ kind, name }: Step, effect: () => PromiseLike<T>): Promise<T> => {
    const startMs = now();
    try {
      const result = await effect();
      steps.push({ kind, name, startMs, endMs: now(), observed: observe(result) });
      return result;
    } catch (error) {
      steps.push({ kind, name, startMs, endMs: now(), observed: failure(error) });
      throw error;
    }
  };
  return { run: record, pass: (step, milliseconds) => record(step, () => sleep(milliseconds)), pipelines: true, now, random };
}

/** What went wrong in a step, with the SQLSTATE if Postgres gave one. */
function failure(error: unknown): Observation {
  const state = sqlState(error);
  return { error: error instanceof Error ? error.message : String(error), ...(state === null ? {} : { sqlstate: state }) };
}

/** The first row of a result, reduced to its plain values; or the row count, if rows were expected and there were none. */
function observe(result: unknown): Observation {
  if (!Array.isArray(result)) return null;
  const [row] = result as unknown[];
  if (row === undefined) return READS_OR_WRITES.has(commandOf(result)) ? { rows: 0 } : null;
  if (typeof row !== 'object' || row === null) return null;
  return Object.fromEntries(Object.entries(row).filter((entry): entry is [string, Plain] => isPlain(entry[1])));
}

type Plain = string | number | boolean | null;

const READS_OR_WRITES = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);

/** postgres.js includes in every result the command that the server reports. */
const commandOf = (result: object): string => ('command' in result ? String(result.command) : '');

const isPlain = (value: unknown): value is Plain => value === null || ['string', 'number', 'boolean'].includes(typeof value);
