import { text } from 'node:stream/consumers';
import { machineClock } from '@/domain/monotonic-clock';
import type { RunEvent } from '@/domain/run-event';
import { describedStrategy } from '@/strategy-files/import-file';
import { registerStrategyFiles } from '@/strategies/registry';
import { floodJobSchema } from './flood-job';
import { runFlood } from './run-flood';

/** The flood as a process: one job on stdin, one run event a line on stdout. SIGTERM or a parent that is gone cancels it. */
async function main(): Promise<void> {
  const job = floodJobSchema.parse(JSON.parse(await text(process.stdin)));
  registerStrategyFiles((job.strategyFiles ?? []).map(describedStrategy));
  const cancel = new AbortController();
  process.on('SIGTERM', () => cancel.abort());
  process.on('SIGINT', () => cancel.abort());
  process.on('disconnect', () => cancel.abort());
  // The reader of the events is gone, so there is no one to report to.
  process.stdout.on('error', () => cancel.abort());

  const startMs = machineClock();
  let seq = 0;
  await runFlood(job, cancel.signal, (body) => {
    const event: RunEvent = { runId: job.runId, seq: ++seq, atMs: Math.round(machineClock() - startMs), ...body };
    process.stdout.write(`${JSON.stringify(event)}\n`);
  });
  if (process.connected) process.disconnect();
}

void main();
