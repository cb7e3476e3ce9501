import { setTimeout as wait } from 'node:timers/promises';
import { waitUntil } from '@/domain/wait-until';
import type { ChaosContext } from './context';

/** What the stream itself asks for when it says nothing of it. */
const RECONNECT_MS = 500;

/** Follows the stock of one product as a page does: over one stream, and over another when that one ends. */
export class StockWatcher {
  /** The last that was heard; null before anything was. */
  stock: number | null = null;
  /** Streams opened so far. */
  connections = 0;
  readonly #closing = new AbortController();

  constructor(webUrl: string, productId: number) {
    void this.#follow(`${webUrl}/api/stock/${productId}/events`);
  }

  /** So many watchers of the sales in turn, closed when the work with them is done. */
  static async during<T>({ sandbox, sales }: Pick<ChaosContext, 'sandbox' | 'sales'>, count: number, work: (watchers: readonly StockWatcher[]) => Promise<T>): Promise<T> {
    const watchers = Array.from({ length: count }, (_, index) => new StockWatcher(sandbox.webUrl ?? '', sales[index % sales.length]?.productId ?? 0));
    try {
      return await work(watchers);
    } finally {
      for (const watcher of watchers) watcher.close();
    }
  }

  /** Waits until it is true of all; gives of how many it is not when `withinMs` is over. */
  static async missing(watchers: readonly StockWatcher[], isSo: (watcher: StockWatcher) => boolean, withinMs: number, signal: AbortSignal): Promise<number> {
    const missing = (): number => watchers.filter((watcher) => !isSo(watcher)).length;
    await waitUntil('every watcher is back', () => missing() === 0, { within: withinMs, signal }).catch(() => undefined);
    signal.throwIfAborted();
    return missing();
  }

  /** Sells everything; returns how many watchers did not see it. If the stock does not run out, no watcher missed anything. */
  static async missingTheEnd({ rush, signal }: ChaosContext, watchers: readonly StockWatcher[], withinMs: number): Promise<number> {
    return (await rush()) ? StockWatcher.missing(watchers, ({ stock }) => stock === 0, withinMs, signal) : 0;
  }

  close(): void {
    this.#closing.abort();
  }

  async #follow(url: string): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      this.connections += 1;
      await this.#read(url, signal).catch(() => undefined);
      await wait(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #read(url: string, signal: AbortSignal): Promise<void> {
    const { body } = await fetch(url, { signal, headers: { accept: 'text/event-stream' } });
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body ?? []) text = this.#take(text + decoder.decode(chunk, { stream: true }));
  }

  /** Reads whole messages and gives back what is left. */
  #take(text: string): string {
    const messages = text.split('\n\n');
    for (const message of messages.slice(0, -1)) {
      const data = /^data: ?(.*)$/m.exec(message)?.[1];
      if (data !== undefined) this.stock = (JSON.parse(data) as { stock: number }).stock;
    }
    return messages.at(-1) ?? '';
  }
}
