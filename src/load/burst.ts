import type { ArrivalRun } from './arrivals';

/** All buyers wait at one barrier and are released in one turn of the event loop. All of them meant to buy when it opened. */
export async function releaseAtOnce({ crowd, clock, send, signal }: ArrivalRun): Promise<void> {
  const waiting = [...iterate(crowd)];
  if (signal.aborted) return;
  const openedMs = clock();
  await Promise.all(waiting.map((buyer) => send(buyer, openedMs)));
}

function* iterate<T>(iterator: Iterator<T, void>): Generator<T, void> {
  for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value;
}
