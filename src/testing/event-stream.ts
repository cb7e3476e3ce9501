/** An open stream of server-sent events, as a test reads it. */
export interface EventStream {
  /** Waits for the next event with the wanted data and drops earlier ones. Returns when it arrived. */
  next<T>(what: string, wanted: (data: T) => boolean, withinMs?: number): Promise<{ data: T; atMs: number }>;
  close(): void;
}

/** Opens a stream; throws if it is refused. */
export async function openEventStream(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
  const leaving = new AbortController();
  const response = await fetch(url, { signal: leaving.signal, headers });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${String(response.status)}`);
  const arrived: { data: unknown; atMs: number }[] = [];
  let wake = (): void => undefined;
  let ended = false;
  const read = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    let text = '';
    const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      text += chunk.value;
      const whole = text.split('\n\n');
      text = whole.pop() ?? '';
      for (const message of whole) {
        const [, data] = /^data: (.*)$/m.exec(message) ?? [];
        if (data !== undefined) arrived.push({ data: JSON.parse(data), atMs: performance.now() });
      }
      wake();
    }
  };
  void read(response.body)
    .catch(() => undefined)
    .finally(() => {
      ended = true;
      wake();
    });
  return {
    next: async <T>(what: string, wanted: (data: T) => boolean, withinMs = 20_000) => {
      const deadline = performance.now() + withinMs;
      for (;;) {
        for (let first = arrived.shift(); first; first = arrived.shift()) {
          if (wanted(first.data as T)) return { data: first.data as T, atMs: first.atMs };
        }
        if (ended) throw new Error(`The stream ended before ${what}.`);
        if (performance.now() > deadline) throw new Error(`Not seen within ${withinMs} ms: ${what}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.max(0, deadline - performance.now()));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    close: () => leaving.abort(),
  };
}
