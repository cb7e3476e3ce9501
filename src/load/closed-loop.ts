import type { ArrivalRun } from './arrivals';

/** `concurrency` buyers at once; the next one starts when one is answered. */
export async function closedLoop({ crowd, concurrency, clock, send, signal }: ArrivalRun): Promise<void> {
  const worker = async (): Promise<void> => {
    while (!signal.aborted) {
      const next = crowd.next();
      if (next.done) return;
      await send(next.value, clock());
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
