import type { RunSummary } from '@/domain/run-event';

/** One piece of news from the live line; `lost`: the line is down, and the next news comes when it is up again. */
export type LiveNews = { kind: 'run'; run: RunSummary } | { kind: 'watching'; count: number } | { kind: 'strategies'; revision: number } | { kind: 'lost' };

/** Listens to `/api/live` for as long as the page is open. Returns the way to stop. */
export function openLiveFeed(onNews: (news: LiveNews) => void): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    source = new EventSource('/api/live');
    source.addEventListener('run', ({ data }: MessageEvent<string>) => onNews({ kind: 'run', run: JSON.parse(data) as RunSummary }));
    source.addEventListener('watching', ({ data }: MessageEvent<string>) =>
      onNews({ kind: 'watching', count: (JSON.parse(data) as { count: number }).count }),
    );
    source.addEventListener('strategies', ({ data }: MessageEvent<string>) =>
      onNews({ kind: 'strategies', revision: (JSON.parse(data) as { revision: number }).revision }),
    );
    source.onerror = () => {
      onNews({ kind: 'lost' });
      // The browser retries a lost line by itself, but gives up for good on a refusal (a server that is not ready yet).
      if (source?.readyState === EventSource.CLOSED) again = setTimeout(connect, 2_000);
    };
  };

  connect();
  return () => {
    clearTimeout(again);
    source?.close();
  };
}
