import { SSE_HEARTBEAT, SSE_RETRY, encodeSse, type SseMessage } from './sse';

const HEARTBEAT_MS = 10_000;

/** Where the messages come from. It must end, or at least settle, soon after the signal is aborted. */
export type SseSource = (signal: AbortSignal) => AsyncIterable<SseMessage>;

/**
 * Messages as a streaming response. It pulls: a slow reader slows its own source and nothing piles up here.
 * The signal given to the source is aborted when the reader leaves, and the stream ends when the source does. It also ends, in
 * good order, when `server` is aborted.
 */
export function sseResponse(source: SseSource, reader: AbortSignal, server: AbortSignal = NEVER): Response {
  return new Response(sseStream(source, reader, HEARTBEAT_MS, server), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform keeps Next's gzip, which would hold small messages back, off the stream.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

const NEVER = new AbortController().signal;

/** The body of `sseResponse`, apart so that it can be read without a server. */
export function sseStream(source: SseSource, reader: AbortSignal, heartbeatMs: number, server = NEVER): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const messages = source(gone.signal)[Symbol.asyncIterator]();
  // A generator that waits at a `yield` hears no signal; only `return` runs its `finally`.
  const leave = () => {
    deafen();
    gone.abort();
    void release(messages);
  };
  let pending: Promise<IteratorResult<SseMessage>> | null = null;

  // The server outlives its streams: none may stay on its list.
  const deafen = () => {
    for (const signal of [reader, server]) signal.removeEventListener('abort', leave);
  };

  const end = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    deafen();
    if (!gone.signal.aborted) controller.close();
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        for (const signal of [reader, server]) {
          if (signal.aborted) leave();
          signal.addEventListener('abort', leave, { once: true });
        }
        gone.signal.addEventListener('abort', () => closeQuietly(controller), { once: true });
        if (gone.signal.aborted) closeQuietly(controller);
        else controller.enqueue(encoder.encode(SSE_RETRY));
      },
      async pull(controller) {
        pending ??= messages.next();
        const result = await nextOrHeartbeat(pending, heartbeatMs);
        if (gone.signal.aborted) return;
        if (result === 'heartbeat') {
          controller.enqueue(encoder.encode(SSE_HEARTBEAT));
          return;
        }
        pending = null;
        if (result.done === true) end(controller);
        else controller.enqueue(encoder.encode(encodeSse(result.value)));
      },
      cancel() {
        leave();
      },
    },
    { highWaterMark: 1 },
  );
}

/** Cancels the source: no reader takes its messages any more. */
async function release(messages: AsyncIterator<SseMessage>): Promise<void> {
  try {
    await messages.return?.(undefined);
  } catch {
    // Its clean-up failed, and there is no reader left to report it to.
  }
}

async function nextOrHeartbeat<T>(pending: Promise<T>, heartbeatMs: number): Promise<T | 'heartbeat'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heartbeat = new Promise<'heartbeat'>((resolve) => {
    timer = setTimeout(() => resolve('heartbeat'), heartbeatMs);
  });
  try {
    return await Promise.race([pending, heartbeat]);
  } finally {
    clearTimeout(timer);
  }
}

function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array>): void {
  try {
    controller.close();
  } catch {
    // Cancelled by the reader: closed already.
  }
}
