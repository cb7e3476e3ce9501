import type { ArrivalRun } from './arrivals';

/** Everybody waits at one barrier and is released in one turn of the event loop. All meant to buy when it opened. */
export async function releaseAtOnce({ crowd, clock, send, signal }: ArrivalRun): Promise<void> {
  const waiting = [...iterate(crowd)];
  if (signal.aborted) return;
  const openedMs = clock();
  await Promise.all(waiting.map((buyer) => send(buyer, openedMs)));
}

function* iterate<T>(iterator: Iterator<T, void>): Generator<T, void> {
  for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value;
}
