import { get, type ClientRequest } from 'node:http';
import { poll } from '@/flood/poll';
import type { ChaosContext } from './context';

/** What the stream itself asks for when it says nothing of it. */
const RECONNECT_MS = 500;

/** Follows the stock of one product as a page does: over one stream, and over another when that one ends. */
export class StockWatcher {
  /** The last that was heard; null before anything was. */
  stock: number | null = null;
  /** Streams opened so far. */
  connections = 0;
  #request: ClientRequest | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(
    private readonly webUrl: string,
    private readonly productId: number,
  ) {
    this.#open();
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
    await poll(async () => missing() === 0, withinMs, signal).catch(() => undefined);
    signal.throwIfAborted();
    return missing();
  }

  /** Empties the shelves; gives how many watchers did not see it. Shelves that do not run empty are nothing that a watcher misses. */
  static async missingTheEnd({ rush, signal }: ChaosContext, watchers: readonly StockWatcher[], withinMs: number): Promise<number> {
    return (await rush()) ? StockWatcher.missing(watchers, ({ stock }) => stock === 0, withinMs, signal) : 0;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#request?.destroy();
  }

  #open(): void {
    this.connections += 1;
    let again = false;
    const comeBack = (): void => {
      if (again || this.#closed) return;
      again = true;
      this.#timer = setTimeout(() => this.#open(), RECONNECT_MS);
    };
    const request = get(`${this.webUrl}/api/stock/${this.productId}/events`, { agent: false, headers: { accept: 'text/event-stream' } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text = this.#take(text + chunk);
      });
      response.on('close', comeBack);
      response.on('error', comeBack);
    });
    request.on('error', comeBack);
    this.#request = request;
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
