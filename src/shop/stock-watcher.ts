import type { StockLine } from '@/stock/shop-stock';

/** Of what is watched, as it stands. `own`: it is the shop's and not the sale of a flood. */
export type WatchedLine = StockLine & { own: boolean };

/** Reads what is watched: the shop's own products, if somebody watches them all, and those of these ids. */
export type ReadLines = (shop: boolean, productIds: readonly number[]) => Promise<WatchedLine[]>;

/** Told of the first state and then of whatever changed; never of nothing, but for a shop without products. */
export type Send = (lines: StockLine[]) => void;

/** A sale is seen everywhere well within a quarter of a second, also one that another process made. */
const TICK_MS = 80;
/** However many sales this process makes: a crowd's would else keep the database busy with looking. */
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
  /** What it was told last, by product. */
  sent: Map<number, string>;
  greeted: boolean;
}

/**
 * Watches stock for everybody in this process: one query a tick however many watch and whatever they watch, and none when
 * nobody does. While the database is away readers keep what they know, and are told what has changed as soon as it is back.
 */
export class StockWatcher {
  readonly #readers = new Set<Reader>();
  #known = new Map<number, Known>();
  /** Whether everything that the shop sells is among what is known. */
  #knowsShop = false;
  #timer: NodeJS.Timeout | null = null;
  #lookedMs = -Infinity;
  #reading = false;
  #again = false;

  constructor(
    private readonly read: ReadLines,
    private readonly tickMs = TICK_MS,
  ) {}

  /** Tells of one product, or with null of all that the shop sells. Returns the way to leave. */
  watch(productId: number | null, send: Send): () => void {
    const reader: Reader = { productId, send: send, sent: new Map(), greeted: false };
    this.#readers.add(reader);
    // What is known is a tick old at most; what nobody has watched so far is read now.
    if (productId === null ? this.#knowsShop : this.#known.has(productId)) this.#tellNews(reader);
    else this.look();
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#rest();
    };
  }

  /** Whether somebody watches this product, so that it is known to be there. */
  knows(productId: number): boolean {
    return this.#known.has(productId);
  }

  /** Looks now and not at the next tick: for whoever has just changed something. */
  look(): void {
    // What is being read may have been read before the change.
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
      // The database is away; the next look may do better.
    } finally {
      this.#reading = false;
      this.#next();
    }
  }

  #next(): void {
    if (this.#readers.size === 0) this.#rest();
    else this.#lookIn(this.#lookedMs + (this.#again ? LEAST_MS : this.tickMs) - performance.now());
  }

  /** What nobody watches any more is forgotten: it would be old when somebody comes again. */
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
