/** What is to be ended and closed when a process stops. */
interface Work {
  /** Called when no connection is taken any more: ends what runs. */
  end: () => Promise<unknown>;
  /** Called when every request is answered: closes connections. */
  close: () => Promise<unknown>;
}

/** How this process stops: it is drained, then its streams and its work are ended, then its stores are closed. */
export class Shutdown {
  readonly #streams = new AbortController();
  readonly #work: Work[] = [];
  #draining = false;

  /** Whether this process is about to stop. It still answers, but no load balancer should send requests here any more. */
  get isDraining(): boolean {
    return this.#draining;
  }

  /** Aborted when streams that have no end of their own must end. */
  get streamsEnd(): AbortSignal {
    return this.#streams.signal;
  }

  /** From now on this process says that it is not ready. */
  beginDraining(): void {
    this.#draining = true;
  }

  /** In the sequence in which things are opened. */
  add(work: Work): void {
    this.#work.push(work);
  }

  /** Ends every stream and all work. */
  async endWork(): Promise<void> {
    this.#streams.abort();
    await Promise.allSettled(this.#work.map(({ end }) => end()));
  }

  /** Closes the connections to the stores. */
  async closeStores(): Promise<void> {
    await Promise.allSettled(this.#work.map(({ close }) => close()));
  }
}
