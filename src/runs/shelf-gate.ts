interface Door {
  buying: number;
  /** Settles when whoever is moving the product, or waits to, is done. */
  moved: Promise<unknown>;
  /** Tells that nobody is buying any more. */
  onEmpty: (() => void) | null;
}

/**
 * Lets purchases of a product run side by side, and moves it to another shelf only when none of them is under way: whoever
 * began to buy from one shelf must not end beside somebody who buys from another.
 */
export class ShelfGate {
  readonly #doors = new Map<number, Door>();

  /** Buys; before that, if the product does not stand where it has to, moves it when everybody else is done. */
  async buy<T>(productId: number, standsRight: () => Promise<boolean>, move: () => Promise<void>, work: () => Promise<T>): Promise<T> {
    const door = this.#door(productId);
    await this.#enter(door, standsRight, move);
    try {
      return await work();
    } finally {
      door.buying -= 1;
      if (door.buying === 0) door.onEmpty?.();
    }
  }

  async #enter(door: Door, standsRight: () => Promise<boolean>, move: () => Promise<void>): Promise<void> {
    // One after the other through the door: between the look and the entry nobody may move it away again.
    const turn = door.moved.then(async () => {
      if (!(await standsRight())) {
        if (door.buying > 0) await new Promise<void>((resolve) => (door.onEmpty = resolve));
        door.onEmpty = null;
        await move();
      }
      door.buying += 1;
    });
    door.moved = turn.catch(() => undefined);
    await turn;
  }

  #door(productId: number): Door {
    const door = this.#doors.get(productId) ?? { buying: 0, moved: Promise.resolve(), onEmpty: null };
    this.#doors.set(productId, door);
    return door;
  }
}
