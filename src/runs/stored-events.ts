import type { RunDetail, RunEvent, RunEventBody } from '@/domain/run-event';

/** What a stored run can still tell: how it started, each lane's result, and how it ended. */
export function storedEvents(run: RunDetail): RunEvent[] {
  const lanes = run.report?.lanes ?? [];
  const bodies: RunEventBody[] = [
    { kind: 'started', plan: run.plan, laneOrder: lanes.map(({ strategy, repeat }) => ({ strategy, repeat })) },
    ...lanes.map((report): RunEventBody => ({ kind: 'lane-finished', lane: { strategy: report.strategy, repeat: report.repeat }, report })),
  ];
  if (run.report) bodies.push({ kind: 'finished', report: run.report });
  else bodies.push({ kind: 'failed', failure: run.failure ?? { code: 'interrupted', message: 'This flood is carried on by another process; its result appears when it ends.' } });
  return bodies.map((body, index) => ({ runId: run.id, seq: index + 1, atMs: 0, ...body }));
}
