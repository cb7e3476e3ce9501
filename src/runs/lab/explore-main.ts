import { text } from 'node:stream/consumers';
import type { ExplorationEvent } from '@/domain/exploration';
import { explore } from './explore';
import { exploreJobSchema } from './explore-job';

/** Progress is told so often; more would only be read. */
const TELL_EVERY_MS = 100;

/** An exploration as a process: one job on stdin, one event a line on stdout. SIGTERM or a parent that is gone cancels it. */
async function main(): Promise<void> {
  const job = exploreJobSchema.parse(JSON.parse(await text(process.stdin)));
  const cancel = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => cancel.abort());
  process.stdout.on('error', () => cancel.abort());
  const tell = (event: ExplorationEvent): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
  let toldMs = 0;
  try {
    const exploration = await explore(job, cancel.signal, (progress) => {
      if (performance.now() - toldMs < TELL_EVERY_MS) return;
      toldMs = performance.now();
      tell({ kind: 'exploring', strategy: job.setup.strategy, ...progress });
    });
    tell({ kind: 'explored', exploration });
  } catch (error) {
    tell({ kind: 'failed', message: cancel.signal.aborted ? 'The search was cancelled; nothing is left of it.' : sentenceOf(error) });
  }
  if (process.connected) process.disconnect();
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? `${error.message} (${error.cause.message})` : error.message;
}

void main();
