import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildFolder } from '@/config/build-id';
import type { Exploration, ExplorationEvent } from '@/domain/exploration';
import type { LabSnapshot } from './lab-session';
import type { ExploreProgress } from './explore';
import type { LabProcessJob } from './explore-job';

/** What the process of a search or a replay says; the last event is never `exploring`. */
export type LabProcessEvent = ExplorationEvent | { kind: 'played'; lab: LabSnapshot } | { kind: 'alive' };

/** A strategy from a file that gathers more than this ends its own process, and not the machine. */
const HEAP_MB = 1_024;

export interface LabProcess {
  events: AsyncIterable<LabProcessEvent>;
  cancel: () => void;
}

/** A process that runs schedules. */
export interface StartedLabProcess {
  child: ChildProcess;
  /** Resets the time within which the next sign of life must come. */
  sign: () => void;
  /** Resolves when it is gone, with how it ended, as the rest of a sentence. */
  ended: Promise<string>;
}

/** Starts the process of a search, of one schedule or of a lab. `silentMs`: one that gives no sign for so long is killed, as an endless loop in a strategy makes it. */
export function startLabProcess(job: LabProcessJob, silentMs: number | null): StartedLabProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', ...(job.strategyFile ? [`--max-old-space-size=${HEAP_MB}`] : []), join(buildFolder(), 'explore.mjs')], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'], detached: true });
  let printed = '';
  let silent = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed = (printed + text).slice(-2_000)));
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify(job));
  const kill = (): void => {
    silent = true;
    child.kill('SIGKILL');
  };
  let timer: NodeJS.Timeout | undefined;
  let gone = false;
  const sign = (): void => {
    clearTimeout(timer);
    // What it wrote last may be read after its end, and a timer would then keep the command from its own.
    if (silentMs !== null && !gone) timer = setTimeout(kill, silentMs);
  };
  sign();
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal ?? 'unknown'}`));
  }).then((how) => {
    gone = true;
    clearTimeout(timer);
    const why = silent ? `gave no sign for ${(silentMs ?? 0) / 1_000} s and was ended: the strategy does not give the process back, as an endless loop does` : `ended in the middle (${how})`;
    return printed.trim() === '' ? why : `${why}: ${printed.trim()}`;
  });
  return { child, sign, ended };
}

/** Starts the process of a search, or of one schedule. Its last event always says how it ended, also if it dies. */
export function spawnLabProcess(job: LabProcessJob, silentMs: number | null = null): LabProcess {
  const { child, sign, ended } = startLabProcess(job, silentMs);
  async function* events(): AsyncGenerator<LabProcessEvent, void> {
    let last: LabProcessEvent | null = null;
    if (child.stdout) {
      for await (const line of createInterface({ input: child.stdout })) {
        sign();
        last = JSON.parse(line) as LabProcessEvent;
        if (last.kind !== 'alive') yield last;
      }
    }
    const why = await ended;
    if (last !== null && last.kind !== 'exploring' && last.kind !== 'alive') return;
    yield { kind: 'failed', message: `The process that runs the schedules ${why}. Nothing outside its scratch schemas was changed.` };
  }
  return { events: events(), cancel: () => void child.kill('SIGTERM') };
}

/** A search in a process of its own, to its end. Throws with the reason when it has none. */
export async function exploreApart(job: LabProcessJob, silentMs: number, signal: AbortSignal, onProgress: (progress: ExploreProgress) => void): Promise<Exploration> {
  const { events, cancel } = spawnLabProcess(job, silentMs);
  signal.addEventListener('abort', cancel);
  try {
    for await (const event of events) {
      if (event.kind === 'exploring') onProgress(event);
      else if (event.kind === 'explored') return event.exploration;
      else if (event.kind === 'failed') throw new LabProcessFailed(event.message);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  throw new LabProcessFailed('The search ended without a result.');
}

/** One schedule in a process of its own, to its end. Throws with the reason when it has none. */
export async function playApart(job: LabProcessJob, silentMs: number): Promise<LabSnapshot> {
  for await (const event of spawnLabProcess(job, silentMs).events) {
    if (event.kind === 'played') return event.lab;
    if (event.kind === 'failed') throw new LabProcessFailed(event.message);
  }
  throw new LabProcessFailed('The schedule was not played to an end.');
}

/** A search or a schedule of a strategy from a file that came to no end of its own. */
export class LabProcessFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LabProcessFailed';
  }
}
