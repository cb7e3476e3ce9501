import type { RunSummary } from '@/domain/run-event';
import type { LiveNews } from '@/streaming/live-feed';

/** What the live stream has reported: the number of viewers, the current run, and the past runs, newest first. */
export interface LiveView {
  watching: number | null;
  current: RunSummary | null;
  runs: RunSummary[];
}

const UNDER_WAY = new Set(['queued', 'running']);

/** A run that still goes on. */
export const isUnderWay = (run: Pick<RunSummary, 'status'>): boolean => UNDER_WAY.has(run.status);

/** Applies one update. A queued run never takes the stage from a running one. */
export function applyLiveNews(view: LiveView, news: LiveNews): LiveView {
  if (news.kind === 'lost') return { ...view, watching: null };
  if (news.kind === 'watching') return { ...view, watching: news.count };
  if (news.kind === 'strategies') return view;
  const { run } = news;
  return { ...view, current: currentAfter(view.current, run), runs: merge(view.runs, run) };
}

function currentAfter(current: RunSummary | null, run: RunSummary): RunSummary | null {
  if (!isUnderWay(run)) return current?.id === run.id ? null : current;
  if (current && current.id !== run.id && current.status === 'running' && run.status === 'queued') return current;
  return run;
}

function merge(runs: readonly RunSummary[], run: RunSummary): RunSummary[] {
  const known = runs.some(({ id }) => id === run.id);
  return known ? runs.map((other) => (other.id === run.id ? run : other)) : [run, ...runs];
}
