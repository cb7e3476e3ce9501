/** What to end and close when a process stops. */
interface Work {
  /** Called when no more connections are accepted: ends running work. */
  end: () => Promise<unknown>;
  /** Called when every request is answered: closes connections to stores. */
  close: () => Promise<unknown>;
}

/** Stops this process in stages: drains it, then ends its streams and work, then closes its stores. */
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

  /** From now on this process reports that it is not ready. */
  beginDraining(): void {
    this.#draining = true;
  }

  /** Register in the sequence in which things are opened. */
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
