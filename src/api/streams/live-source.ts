import type { RunSummary } from '@/domain/run-event';
import type { FloodQueue } from '@/flood/flood-queue';
import { mailbox } from '@/streaming/mailbox';
import type { SseMessage } from '@/streaming/sse';
import type { OpenedStrategies } from '../runtime/opened-strategies';
import type { Audience } from '../runtime/audience';

/** The stream of an open page: each run as it is queued, starts and ends, and how many pages watch. */
export async function* liveSource(
  floods: Pick<FloodQueue, 'current' | 'onChange'>,
  audience: Audience,
  signal: AbortSignal,
  opened: Pick<OpenedStrategies, 'revision' | 'onChange'> | null = null,
): AsyncGenerator<SseMessage> {
  const news = mailbox<SseMessage>(signal);
  const putRun = (run: RunSummary) => news.put(run.id, { event: 'run', data: JSON.stringify(run) });
  const stopRuns = floods.onChange(putRun);
  const putRevision = (revision: number) => news.put('strategies', { event: 'strategies', data: JSON.stringify({ revision }) });
  const stopOpened = opened?.onChange(putRevision);
  const leave = audience.join((count) => news.put('watching', { event: 'watching', data: JSON.stringify({ count }) }));
  try {
    const current = floods.current();
    if (current) putRun(current);
    // The page may have missed what was saved before it connected.
    if (opened && opened.revision > 0) putRevision(opened.revision);
    yield* news;
  } finally {
    leave();
    stopRuns();
    stopOpened?.();
  }
}
