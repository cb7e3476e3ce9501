import type { StockCounter } from './counter';
import { reserve, type Reserved, type Wish } from './reserve';

interface Waiting {
  wish: Wish;
  resolve: (answer: Reserved) => void;
  reject: (error: unknown) => void;
}

/** Redis does nothing else while a script runs; this many purchases take about a millisecond. */
const MAX_TOGETHER = 200;

/**
 * Sends the purchases of one event-loop tick together: a command costs more than the reservation in it.
 * No purchase waits for others to join. The result is the same as if each had been sent alone, one after the other.
 */
export class Reserver {
  readonly #lines = new Map<number, Waiting[]>();

  constructor(private readonly counter: StockCounter) {}

  /** See `reserve`. */
  reserve(wish: Wish): Promise<Reserved> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(wish.productId);
      if (line) line.push({ wish, resolve, reject });
      else {
        this.#lines.set(wish.productId, [{ wish, resolve, reject }]);
        // After everything else that has arrived in this tick, and before waiting for more.
        setImmediate(() => this.#send(wish.productId));
      }
    });
  }

  #send(productId: number): void {
    const line = this.#lines.get(productId) ?? [];
    this.#lines.delete(productId);
    for (let start = 0; start < line.length; start += MAX_TOGETHER) {
      const together = line.slice(start, start + MAX_TOGETHER);
      reserve(this.counter, productId, together.map(({ wish }) => wish)).then(
        (answers) => together.forEach(({ resolve, reject }, index) => {
          const answer = answers[index];
          if (answer) resolve(answer);
          else reject(new Error('The reservation script returned too few answers.'));
        }),
        (error: unknown) => together.forEach(({ reject }) => reject(error)),
      );
    }
  }
}
