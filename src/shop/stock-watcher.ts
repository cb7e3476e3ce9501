import type { StockLine } from '@/stock/shop-stock';

/** The current stock of a watched product. `own`: it belongs to the shop and not to a flood. */
export type WatchedLine = StockLine & { own: boolean };

/** Reads the watched products: all of the shop's own, if a reader watches them, and those with these ids. */
export type ReadLines = (shop: boolean, productIds: readonly number[]) => Promise<WatchedLine[]>;

/** Receives the first state and then every change; never an empty list, except for a shop without products. */
export type Send = (lines: StockLine[]) => void;

/** Every page shows a sale well within a quarter of a second, even a sale of another process. */
const TICK_MS = 80;
/** A lower bound between queries, however many sales this process makes: a crowd would otherwise keep the database busy with them. */
const LEAST_MS = 15;

interface Known {
  line: StockLine;
  text: string;
  own: boolean;
}

interface Reader {
  /** Null watches everything that the shop sells. */
  productId: number | null;
  send: Send;
  /** The last message to it, by product. */
  sent: Map<number, string>;
  greeted: boolean;
}

/**
 * Watches stock for all readers in this process: one query each tick, however many readers there are and whatever they watch, and none
 * without readers. While the database is away readers keep their last state, and get the changes as soon as it is back.
 */
export class StockWatcher {
  readonly #readers = new Set<Reader>();
  #known = new Map<number, Known>();
  /** Whether the state includes all products of the shop. */
  #knowsShop = false;
  #timer: NodeJS.Timeout | null = null;
  #lookedMs = -Infinity;
  #reading = false;
  #again = false;

  constructor(
    private readonly read: ReadLines,
    private readonly tickMs = TICK_MS,
  ) {}

  /** Watches one product, or with null all products of the shop. Returns a function that stops it. */
  watch(productId: number | null, send: Send): () => void {
    const reader: Reader = { productId, send: send, sent: new Map(), greeted: false };
    this.#readers.add(reader);
    // The state is at most a tick old; a product without earlier readers is read now.
    if (productId === null ? this.#knowsShop : this.#known.has(productId)) this.#tellNews(reader);
    else this.look();
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#rest();
    };
  }

  /** Whether this product is watched, and therefore known to exist. */
  knows(productId: number): boolean {
    return this.#known.has(productId);
  }

  /** Reads now rather than at the next tick, because something has just changed. */
  look(): void {
    // A read under way may have missed the change.
    if (this.#reading) this.#again = true;
    else this.#lookIn(this.#lookedMs + LEAST_MS - performance.now());
  }

  #lookIn(milliseconds: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = this.#readers.size === 0 ? null : setTimeout(() => void this.#look(), Math.max(0, milliseconds));
  }

  async #look(): Promise<void> {
    this.#reading = true;
    this.#again = false;
    this.#lookedMs = performance.now();
    const readers = [...this.#readers];
    const shop = readers.some(({ productId }) => productId === null);
    try {
      const lines = await this.read(shop, [...new Set(readers.flatMap(({ productId }) => productId ?? []))]);
      this.#known = new Map(lines.map(({ own, ...line }) => [line.productId, { line, own, text: JSON.stringify(line) }]));
      this.#knowsShop = shop;
      for (const reader of readers) if (this.#readers.has(reader)) this.#tellNews(reader);
    } catch {
      // The database is away; the next read may succeed.
    } finally {
      this.#reading = false;
      this.#next();
    }
  }

  #next(): void {
    if (this.#readers.size === 0) this.#rest();
    else this.#lookIn(this.#lookedMs + (this.#again ? LEAST_MS : this.tickMs) - performance.now());
  }

  /** Drops products without readers: their state would be out of date for the next reader. */
  #rest(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#known = new Map();
    this.#knowsShop = false;
  }

  #tellNews(reader: Reader): void {
    const { productId, sent: sent } = reader;
    if (productId === null ? !this.#knowsShop : !this.#known.has(productId)) return;
    const seen = productId === null ? [...this.#known.values()].filter(({ own }) => own) : [this.#known.get(productId)].flatMap((known) => known ?? []);
    const news = seen.filter(({ line, text }) => sent.get(line.productId) !== text);
    if (news.length === 0 && reader.greeted) return;
    for (const { line, text } of news) sent.set(line.productId, text);
    reader.greeted = true;
    reader.send(news.map(({ line }) => line));
  }
}
