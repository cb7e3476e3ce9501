import { setTimeout } from 'node:timers/promises';
import type { RunDetail, RunEvent, RunEventBody } from '@/domain/run-event';

/** What a stored run still shows: how it started, each lane's result, and how it ended, if it has. */
export function storedEvents(run: RunDetail): RunEvent[] {
  const lanes = run.report?.lanes ?? [];
  const bodies: RunEventBody[] = [
    { kind: 'started', plan: run.plan, laneOrder: lanes.map(({ strategy, repeat }) => ({ strategy, repeat })) },
    ...lanes.map((report): RunEventBody => ({ kind: 'lane-finished', lane: { strategy: report.strategy, repeat: report.repeat }, report })),
  ];
  if (run.report) bodies.push({ kind: 'finished', report: run.report });
  else if (run.failure) bodies.push({ kind: 'failed', failure: run.failure });
  return bodies.map((body, index) => ({ runId: run.id, seq: index + 1, atMs: 0, ...body }));
}

const ASK_EVERY_MS = 500;

/**
 * The events of a run that this process does not carry, after `afterSeq`. One that another process still carries is followed
 * by its row until it ends, so that the last event is always the last. A reader who has seen more than there is, in the numbering
 * of the process that carried it, gets all of it again.
 */
export async function* followStored(
  first: RunDetail,
  find: () => Promise<RunDetail | null>,
  afterSeq: number,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  let sent = 0;
  for (let run: RunDetail | null = first; run && !signal.aborted; run = await find()) {
    const events = storedEvents(run);
    const ended = run.report !== null || run.failure !== null;
    const from = ended && sent === 0 && afterSeq >= events.length ? 0 : Math.max(sent, afterSeq);
    for (const event of events.filter(({ seq }) => seq > from)) {
      sent = event.seq;
      yield event;
    }
    if (ended) return;
    await setTimeout(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
