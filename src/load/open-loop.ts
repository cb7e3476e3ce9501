import { setTimeout } from 'node:timers/promises';
import type { ArrivalRun } from './arrivals';
import type { Buyer } from './crowd';

/**
 * Buyers arrive on their own schedule, whether or not the shop keeps up. A buyer that leaves late still counts from the moment
 * of the intended arrival; one that finds `concurrency` purchases under way is dropped and counted.
 */
export async function openLoop({ crowd, concurrency, startMs, clock, send, drop, signal }: ArrivalRun): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const arrive = (buyer: Buyer): void => {
    if (underWay.size >= concurrency) {
      drop(buyer);
      return;
    }
    const purchase = send(buyer, startMs + buyer.arrivalMs).finally(() => underWay.delete(purchase));
    underWay.add(purchase);
  };

  const isOpen = (): boolean => !signal.aborted;
  for (let next = crowd.next(); !next.done && isOpen(); next = crowd.next()) {
    // A timer may fire a little early, and no buyer leaves before its time.
    for (let waitMs = startMs + next.value.arrivalMs - clock(); waitMs > 0 && isOpen(); waitMs = startMs + next.value.arrivalMs - clock()) {
      await pause(waitMs, signal);
    }
    if (isOpen()) arrive(next.value);
  }
  await Promise.all(underWay);
}

/** Waits that long, or until the signal; timers of a millisecond are as fine as Node has them. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
