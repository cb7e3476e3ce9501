import type { RunReport } from '@/domain/report';
import type { RunEvent } from '@/domain/run-event';
import { FloodError } from '@/domain/flood-error';
import type { FloodJob } from './flood-job';
import { spawnFlood } from './spawn-flood';

/** Runs one flood to its report; throws `FloodError` if it ends without one. `signal` cancels it in order. */
export async function executeFlood(job: FloodJob, signal: AbortSignal, onEvent: (event: RunEvent) => void): Promise<RunReport> {
  const flood = spawnFlood(job);
  signal.addEventListener('abort', flood.cancel);
  if (signal.aborted) flood.cancel();
  try {
    for await (const event of flood.events) {
      onEvent(event);
      if (event.kind === 'finished') return event.report;
      if (event.kind === 'failed') throw new FloodError(event.failure.code, event.failure.message);
    }
  } finally {
    signal.removeEventListener('abort', flood.cancel);
  }
  throw new FloodError('interrupted', 'The flood ended without a last event; nothing was judged.');
}
