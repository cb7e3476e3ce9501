import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyStockUpdate, newStockView, shownStock, type StockView, type StockUpdate } from './stock-view';

const INITIAL = 12;
const after = (view: StockView, ...news: StockUpdate[]): StockView => news.reduce(applyStockUpdate, view);
const stream = (stock: number): StockUpdate => ({ kind: 'stream', stock, initialStock: INITIAL });
const pressed = (key: string, quantity = 1): StockUpdate => ({ kind: 'pressed', key, quantity });
const bought = (key: string, remaining: number): StockUpdate => ({ kind: 'bought', key, remaining });
/** The number after each update. */
const numbers = (...news: StockUpdate[]): number[] => news.map((_, index) => shownStock(after(newStockView(10, INITIAL), ...news.slice(0, index + 1))));

describe('the stock that is shown', () => {
  test('goes down at the press, and stays there when the answer comes before the stream, after it, or between two of its values', () => {
    expect(numbers(pressed('a'), bought('a', 9), stream(9))).toEqual([9, 9, 9]);
    expect(numbers(pressed('a'), stream(9), bought('a', 9))).toEqual([9, 9, 9]);
    expect(numbers(pressed('a'), stream(8), bought('a', 9), stream(7))).toEqual([9, 8, 8, 7]);
  });

  test('does not go back up when a value of the stream is older than the answer', () => {
    expect(numbers(pressed('a', 2), bought('a', 5), stream(9), stream(6), stream(5))).toEqual([8, 5, 5, 5, 5]);
  });

  test('is given back when nothing was bought', () => {
    expect(numbers(pressed('a', 3), { kind: 'given-back', key: 'a' })).toEqual([7, 10]);
    expect(numbers(pressed('a', 3), pressed('b', 2), { kind: 'given-back', key: 'a' })).toEqual([7, 5, 8]);
    expect(numbers(pressed('a', 3), { kind: 'sold-out', key: 'a' })).toEqual([7, 10]);
  });

  test('is none at once when a single unit was refused as sold out', () => {
    expect(numbers(pressed('a'), { kind: 'sold-out', key: 'a' }, stream(4), stream(0))).toEqual([9, 0, 0, 0]);
  });

  test('follows a reset at once, whatever is pending or was reported before', () => {
    expect(numbers(pressed('a'), stream(3), stream(12))).toEqual([9, 3, 12]);
    expect(numbers(pressed('a'), bought('a', 9), stream(9), stream(12))).toEqual([9, 9, 9, 12]);
    expect(numbers(stream(3), pressed('a'), stream(12), bought('a', 2))).toEqual([3, 2, 11, 12]);
  });

  test('comes back to the stream when a reset hid behind a sale, after a while', () => {
    expect(numbers(pressed('a'), bought('a', 9), { kind: 'caught-up', key: 'other' }, { kind: 'caught-up', key: 'a' })).toEqual([9, 9, 9, 10]);
  });

  test('takes no hint from the answer to a key that was used before, which may be an old one', () => {
    expect(numbers({ kind: 'pressed', key: 'a', quantity: 1, again: true }, bought('a', 2))).toEqual([9, 10]);
  });
});

/** What can happen, in any sequence: a command that makes no sense at its place does nothing. */
const CALM = ['press', 'serve', 'others', 'poll', 'hear', 'answer'] as const;
const ROUGH = [...CALM, 'fill', 'lose'] as const;
const commands = <K extends string>(kinds: readonly K[]) => fc.array(fc.record({ kind: fc.constantFrom(...kinds), n: fc.integer({ min: 1, max: 3 }) }), { maxLength: 80 });

/** A page and its server with two connections between them; each keeps its order, but the two together have none. */
class World {
  stock = INITIAL;
  view = newStockView(INITIAL, INITIAL);
  seen: number[] = [];
  refusals = 0;
  private sent = INITIAL;
  private keys: string[] = [];
  private requests: { key: string; quantity: number }[] = [];
  private answers: StockUpdate[] = [];
  private line: number[] = [];

  do(kind: (typeof ROUGH)[number], n: number): void {
    if (kind === 'press' && shownStock(this.view) >= n) {
      const key = `k${this.keys.length}`;
      this.keys.push(key);
      this.requests.push({ key, quantity: n });
      this.hear({ kind: 'pressed', key, quantity: n });
    }
    if (kind === 'serve') this.serve(false);
    if (kind === 'lose') this.serve(true);
    if (kind === 'others') this.stock -= Math.min(n, this.stock);
    if (kind === 'fill') this.stock = INITIAL;
    if (kind === 'poll' && this.stock !== this.sent) this.line.push((this.sent = this.stock));
    if (kind === 'hear') this.hearStream();
    // Answers come over connections of their own and overtake each other.
    if (kind === 'answer') this.hear(this.answers.splice((n - 1) % Math.max(1, this.answers.length), 1)[0]);
  }

  /** Until nothing is under way. */
  settle(): void {
    while (this.requests.length > 0) this.do('serve', 1);
    this.do('poll', 1);
    while (this.answers.length > 0) this.do('answer', 1);
    while (this.line.length > 0) this.hearStream();
    for (const key of this.keys) this.hear({ kind: 'caught-up', key });
  }

  private serve(lost: boolean): void {
    const request = this.requests.shift();
    if (!request) return;
    const { key, quantity } = request;
    const enough = this.stock >= quantity;
    if (enough) this.stock -= quantity;
    else this.refusals += 1;
    this.answers.push(lost ? { kind: 'given-back', key } : enough ? bought(key, this.stock) : { kind: 'sold-out', key });
  }

  private hearStream(): void {
    const stock = this.line.shift();
    if (stock !== undefined) this.hear(stream(stock));
  }

  private hear(news: StockUpdate | undefined): void {
    if (!news) return;
    this.view = applyStockUpdate(this.view, news);
    this.seen.push(shownStock(this.view));
  }
}

describe('in whatever order answers and the stream arrive', () => {
  test('the stock shown is never negative, and equals the server\'s once nothing is pending', () => {
    fc.assert(
      fc.property(commands(ROUGH), (list) => {
        const world = new World();
        for (const { kind, n } of list) world.do(kind, n);
        world.settle();
        expect(Math.min(INITIAL, ...world.seen)).toBeGreaterThanOrEqual(0);
        expect(world.view.pending).toEqual([]);
        expect(shownStock(world.view)).toBe(world.stock);
      }),
      { numRuns: 2_000 },
    );
  });

  test('the number never goes up while every purchase is granted and the product is not refilled', () => {
    fc.assert(
      fc.property(commands(CALM), (list) => {
        const world = new World();
        for (const { kind, n } of list) world.do(kind, n);
        // A refused purchase is given back, which is a rise and right.
        fc.pre(world.refusals === 0);
        for (const [index, number] of world.seen.entries()) expect(number).toBeLessThanOrEqual(world.seen[index - 1] ?? INITIAL);
      }),
      { numRuns: 2_000 },
    );
  });
});
