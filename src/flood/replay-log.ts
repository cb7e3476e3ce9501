import { isLastEvent, type RunEvent } from '@/domain/run-event';

/** The events of one run, kept so that a late reader gets all of them and one who was cut off goes on. */
export class ReplayLog {
  readonly #events: RunEvent[] = [];
  readonly #listeners = new Set<() => void>();

  get ended(): boolean {
    const last = this.#events.at(-1);
    return last !== undefined && isLastEvent(last);
  }

  push(event: RunEvent): void {
    this.#events.push(event);
    for (const wake of this.#listeners) wake();
  }

  get nextSeq(): number {
    return (this.#events.at(-1)?.seq ?? 0) + 1;
  }

  /**
   * Events with a larger `seq`, then those to come; ends after the last one or with the signal. Of a run that has ended,
   * the last event comes in any case; a reader who has seen more events than there are, counted by another process, gets all.
   */
  async *follow(afterSeq: number, signal: AbortSignal): AsyncGenerator<RunEvent, void> {
    let next = this.#placeAfter(afterSeq);
    while (!signal.aborted) {
      for (let event = this.#events[next]; event; event = this.#events[++next]) yield event;
      if (this.ended) return;
      await this.#change(signal);
    }
  }

  #placeAfter(afterSeq: number): number {
    const { length } = this.#events;
    if (afterSeq >= this.nextSeq) return 0;
    const place = this.#events.findIndex((event) => event.seq > afterSeq);
    if (place >= 0) return place;
    return this.ended ? length - 1 : length;
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#listeners.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#listeners.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
