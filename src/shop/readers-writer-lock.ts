/**
 * Lets readers run concurrently and a writer alone, within the process. First come, first served: a reader behind a
 * waiting writer waits too, so that a stream of readers cannot starve a writer.
 */
export class ReadersWriterLock {
  #readers = 0;
  /** Settles when the last caller has entered, or is done. */
  #turn: Promise<unknown> = Promise.resolve();
  #onLastReaderGone: (() => void) | null = null;

  /** Runs `work` as a reader. Before that, unless `ready` says that it is not needed, runs `prepare` as a writer; no other caller comes in between. */
  async read<T>({ ready, prepare, work }: { ready: () => Promise<boolean>; prepare: () => Promise<void>; work: () => Promise<T> }): Promise<T> {
    const entered = this.#turn.then(async () => {
      if (!(await ready())) {
        await this.#lastReaderGone();
        await prepare();
      }
      this.#readers += 1;
    });
    this.#turn = entered.catch(() => undefined);
    await entered;
    try {
      return await work();
    } finally {
      this.#readers -= 1;
      if (this.#readers === 0) this.#onLastReaderGone?.();
    }
  }

  async #lastReaderGone(): Promise<void> {
    if (this.#readers > 0) await new Promise<void>((resolve) => (this.#onLastReaderGone = resolve));
    this.#onLastReaderGone = null;
  }
}
