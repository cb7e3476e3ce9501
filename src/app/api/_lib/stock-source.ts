import { mailbox } from '@/streaming/mailbox';
import type { SseMessage } from '@/streaming/sse';

const POLL_MS = 250;

type Read = (productId: number) => Promise<unknown>;

interface Watch {
  readers: Set<(data: string) => void>;
  last: string | null;
  timer: NodeJS.Timeout;
}

/** One poll a product, however many watch it, and none when nobody does. */
const watches = new Map<number, Watch>();

/** The stock of one product whenever it changes. A poll that fails is skipped: readers keep the last known value. */
export async function* stockSource(productId: number, read: Read, signal: AbortSignal): AsyncGenerator<SseMessage> {
  const news = mailbox<SseMessage>(signal);
  const leave = watch(productId, read, (data) => news.put('stock', { event: 'stock', data }));
  try {
    yield* news;
  } finally {
    leave();
  }
}

function watch(productId: number, read: Read, reader: (data: string) => void): () => void {
  const watched = watches.get(productId) ?? startWatch(productId, read);
  watched.readers.add(reader);
  if (watched.last !== null) reader(watched.last);
  return () => {
    watched.readers.delete(reader);
    if (watched.readers.size > 0) return;
    clearInterval(watched.timer);
    watches.delete(productId);
  };
}

function startWatch(productId: number, read: Read): Watch {
  let reading = false;
  const poll = async () => {
    if (reading) return;
    reading = true;
    try {
      const data = JSON.stringify(await read(productId));
      if (data === watched.last) return;
      watched.last = data;
      watched.readers.forEach((tell) => tell(data));
    } catch {
      // The next poll may do better.
    } finally {
      reading = false;
    }
  };
  const watched: Watch = { readers: new Set(), last: null, timer: setInterval(() => void poll(), POLL_MS) };
  watches.set(productId, watched);
  void poll();
  return watched;
}
