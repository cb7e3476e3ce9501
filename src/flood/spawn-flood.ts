import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildFolder } from '@/config/build-id';
import { isLastEvent, type RunEvent, type RunFailure } from '@/domain/run-event';
import type { FloodJob } from './flood-job';

/** A flood under way in a process of its own. */
export interface RunningFlood {
  /** The process; undefined when it could not be started. */
  pid: number | undefined;
  /** Ends after the last event, which is always there: if the process dies, it is `failed`. */
  events: AsyncIterable<RunEvent>;
  /** Asks the flood to end as cancelled. */
  cancel(): void;
}

/** Starts the flood process with its job. */
export function spawnFlood(job: FloodJob): RunningFlood {
  const child = spawn(process.execPath, [join(buildFolder(), 'flood.mjs')], {
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    // The terminal's Ctrl-C goes to the command, which then cancels the flood in order.
    detached: true,
  });
  let problem = '';
  let cancelled = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    problem = (problem + text).slice(-2_000);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal ?? 'unknown'}`));
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify(job));

  async function* events(): AsyncGenerator<RunEvent, void> {
    let last: RunEvent | null = null;
    if (child.stdout) {
      for await (const line of createInterface({ input: child.stdout })) {
        last = JSON.parse(line) as RunEvent;
        yield last;
      }
    }
    const how = await ended;
    if (last && isLastEvent(last)) return;
    if (cancelled) {
      yield { runId: job.runId, seq: (last?.seq ?? 0) + 1, atMs: last?.atMs ?? 0, kind: 'failed', failure: CANCELLED_EARLY };
      return;
    }
    const message = `The flood process ended in the middle (${how}). Nothing was judged; start the flood again. ${problem.trim()}`.trim();
    yield { runId: job.runId, seq: (last?.seq ?? 0) + 1, atMs: last?.atMs ?? 0, kind: 'failed', failure: { code: 'interrupted', message } };
  }
  const cancel = (): void => {
    cancelled = true;
    child.kill('SIGTERM');
  };
  return { pid: child.pid, events: events(), cancel };
}

/** A flood that is cancelled before its process listens for it just ends. */
const CANCELLED_EARLY: RunFailure = { code: 'cancelled', message: 'The flood was cancelled before it began. Nothing was sold.' };
