import { switchesIn, type Move } from '@/domain/schedule';

/** Beginnings of orders that are still to be run, those with the fewest switches first. */
export class ScheduleQueue {
  readonly #bySwitches: Move[][][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The fewest switches among those that wait; null when none does. */
  get lowest(): number | null {
    const found = this.#bySwitches.findIndex((bucket) => bucket.length > 0);
    return found < 0 ? null : found;
  }

  push(beginning: Move[]): void {
    const switches = switchesIn(beginning);
    while (this.#bySwitches.length <= switches) this.#bySwitches.push([]);
    this.#bySwitches[switches]?.push(beginning);
    this.#size += 1;
  }

  pop(): Move[] | null {
    const { lowest } = this;
    if (lowest === null) return null;
    this.#size -= 1;
    return this.#bySwitches[lowest]?.pop() ?? null;
  }
}
