import type { RunSummary } from '@/domain/run-event';
import type { RunDesk } from '@/runs/run-desk';
import { mailbox } from '@/streaming/mailbox';
import type { SseMessage } from '@/streaming/sse';
import type { Audience } from './audience';

/** What a page is told as long as it is open: each run as it is queued, starts and ends, and how many watch. */
export async function* liveSource(
  desk: Pick<RunDesk, 'current' | 'onChange'>,
  audience: Audience,
  signal: AbortSignal,
): AsyncGenerator<SseMessage> {
  const news = mailbox<SseMessage>(signal);
  const tellRun = (run: RunSummary) => news.put(run.id, { event: 'run', data: JSON.stringify(run) });
  const stopRuns = desk.onChange(tellRun);
  const leave = audience.join((count) => news.put('watching', { event: 'watching', data: JSON.stringify({ count }) }));
  try {
    const current = desk.current();
    if (current) tellRun(current);
    yield* news;
  } finally {
    leave();
    stopRuns();
  }
}
