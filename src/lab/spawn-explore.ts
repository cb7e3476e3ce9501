import { spawn } from 'node:child_process';
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

/**
 * Starts the process of a search, or of one schedule. Its last event always says how it ended, also if it dies. `silentMs`: one that
 * says nothing for so long is killed, as an endless loop in a strategy makes it.
 */
export function spawnLabProcess(job: LabProcessJob, silentMs: number | null = null): LabProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', ...(job.strategyFile ? [`--max-old-space-size=${HEAP_MB}`] : []), join(buildFolder(), 'explore.mjs')], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'], detached: true });
  let complaint = '';
  let silent = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2_000)));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal ?? 'unknown'}`));
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify(job));
  const kill = (): void => {
    silent = true;
    child.kill('SIGKILL');
  };
  let timer = silentMs === null ? undefined : setTimeout(kill, silentMs);
  async function* events(): AsyncGenerator<LabProcessEvent, void> {
    let last: LabProcessEvent | null = null;
    try {
      if (child.stdout) {
        for await (const line of createInterface({ input: child.stdout })) {
          if (silentMs !== null) {
            clearTimeout(timer);
            timer = setTimeout(kill, silentMs);
          }
          last = JSON.parse(line) as LabProcessEvent;
          if (last.kind !== 'alive') yield last;
        }
      }
    } finally {
      // Also where the reader leaves at the result: a timer would keep the command from its end for 15 s.
      clearTimeout(timer);
    }
    const how = await ended;
    if (last !== null && last.kind !== 'exploring' && last.kind !== 'alive') return;
    const why = silent ? `gave no sign for ${(silentMs ?? 0) / 1_000} s and was ended: the strategy does not give the process back, as an endless loop does` : `ended in the middle (${how})`;
    yield { kind: 'failed', message: `The process that runs the schedules ${why}. Nothing outside its scratch schemas was changed. ${complaint.trim()}`.trim() };
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
