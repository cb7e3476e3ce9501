/**
 * News on their way to one reader. A newer item with the same key replaces the older one that was not yet read,
 * so a reader who is slow, or asleep, costs one item a key and no more.
 */
export interface Mailbox<T> extends AsyncIterable<T> {
  put(key: string, item: T): void;
}

/** A mailbox that ends when the signal is aborted. One reader only. */
export function mailbox<T>(signal: AbortSignal): Mailbox<T> {
  const waiting = new Map<string, T>();
  let wake: (() => void) | null = null;
  const nudge = () => {
    wake?.();
    wake = null;
  };
  signal.addEventListener('abort', nudge, { once: true });

  async function* read(): AsyncGenerator<T> {
    while (!signal.aborted) {
      const [first] = waiting;
      if (first === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      waiting.delete(first[0]);
      yield first[1];
    }
  }

  return {
    put(key, item) {
      // Deleted first, so that the newest item also is the last in line.
      waiting.delete(key);
      waiting.set(key, item);
      nudge();
    },
    [Symbol.asyncIterator]: read,
  };
}
