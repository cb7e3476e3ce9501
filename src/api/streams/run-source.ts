import type { RunEvent } from '@/domain/run-event';
import { encodeRunEvent } from '@/streaming/run-event-codec';
import type { SseMessage } from '@/streaming/sse';

/** Run events as server-sent events; the sequence number is the id, so that a reader can resume. */
export async function* runSource(events: AsyncIterable<RunEvent>): AsyncGenerator<SseMessage> {
  for await (const event of events) yield { id: event.seq, data: encodeRunEvent(event) };
}
