import type { RunEvent } from '@/domain/run-event';
import { isLastEvent } from '@/domain/run-event';
import { decodeRunEvent } from './run-event-codec';

/** How the line to the server is: `gone` means that the server refused (no such run, or not ready). */
export type FeedStatus = 'connecting' | 'open' | 'reconnecting' | 'ended' | 'gone';

export interface RunFeedListener {
  onEvent(event: RunEvent): void;
  onStatus(status: FeedStatus): void;
}

/** The part of EventSource that a feed needs; tests give their own. */
export interface EventSourceLike {
  readonly readyState: number;
  onopen: ((event: Event) => unknown) | null;
  onmessage: ((event: MessageEvent<string>) => unknown) | null;
  onerror: ((event: Event) => unknown) | null;
  close(): void;
}

const CLOSED = 2;

/**
 * Follows one run until its last event, then hangs up by itself. The browser reconnects on its own and says
 * in Last-Event-ID where it was; hanging up matters, or it would reconnect to a finished run for ever.
 * Returns the way to stop.
 */
export function openRunFeed(
  runId: string,
  listener: RunFeedListener,
  connect: (url: string) => EventSourceLike = (url) => new EventSource(url),
): () => void {
  const source = connect(`/api/floods/${encodeURIComponent(runId)}/events`);
  listener.onStatus('connecting');
  source.onopen = () => listener.onStatus('open');
  source.onerror = () => listener.onStatus(source.readyState === CLOSED ? 'gone' : 'reconnecting');
  source.onmessage = (message) => {
    const event = decodeRunEvent(message.data);
    listener.onEvent(event);
    if (!isLastEvent(event)) return;
    source.close();
    listener.onStatus('ended');
  };
  return () => source.close();
}
