import { Console } from 'node:console';
import { text } from 'node:stream/consumers';
import { importStrategyFile } from '@/strategy-files/import-file';
import { registerStrategyFiles } from '@/strategies/registry';
import { explore } from './explore';
import { holdLab } from './held-lab';
import { labProcessJobSchema, type LabProcessJob } from './explore-job';
import { playOrder } from './replay-schedule';
import { readMoves } from './schedule-moves';
import type { LabProcessEvent } from './spawn-explore';

/** Progress is sent so often; more would only be read. */
const EVERY_MS = 100;
const ALIVE_EVERY_MS = 1_000;

/** A search, or one schedule, as a process: one job on stdin, one event a line on stdout. SIGTERM or a parent that is gone cancels it. */
async function main(): Promise<void> {
  const job = labProcessJobSchema.parse(JSON.parse(await text(process.stdin)));
  const cancel = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => cancel.abort());
  process.stdout.on('error', () => cancel.abort());
  const send = (event: LabProcessEvent): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
  const alive = setInterval(() => send({ kind: 'alive' }), ALIVE_EVERY_MS);
  try {
    if (job.strategyFile) {
      // What a strategy prints must not stand among the events.
      globalThis.console = new Console(process.stderr);
      registerStrategyFiles([await importStrategyFile(job.strategyFile)]);
    }
    if (job.kind === 'hold') await holdLab(job, job.setup, cancel.signal);
    else send(await carryOut(job, cancel.signal, send));
  } catch (error) {
    if (job.kind === 'hold') process.stderr.write(sentenceOf(error));
    else send({ kind: 'failed', message: cancel.signal.aborted ? 'The search was cancelled; nothing is left of it.' : sentenceOf(error) });
  }
  clearInterval(alive);
  if (process.connected) process.disconnect();
  // A strategy from a file may have left a timer or a connection of its own behind.
  if (job.strategyFile) process.stdout.write('', () => process.exit(0));
}

async function carryOut(job: Exclude<LabProcessJob, { kind: 'hold' }>, signal: AbortSignal, send: (event: LabProcessEvent) => void): Promise<LabProcessEvent> {
  if (job.kind === 'play') {
    const moves = readMoves(job.schedule, job.setup.buyers);
    if (typeof moves === 'string') return { kind: 'failed', message: moves };
    return { kind: 'played', lab: await playOrder(job, job.setup, moves) };
  }
  let sentMs = 0;
  const exploration = await explore(job, signal, (progress) => {
    if (performance.now() - sentMs < EVERY_MS) return;
    sentMs = performance.now();
    send({ kind: 'exploring', strategy: job.setup.strategy, ...progress });
  });
  return { kind: 'explored', exploration };
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? `${error.message} (${error.cause.message})` : error.message;
}

void main();
