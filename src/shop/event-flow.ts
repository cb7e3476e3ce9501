import { z } from 'zod';
import type { EventBus } from '@/stores/bus/event-bus';
import { openOutbox, pruneOutbox, RELAY_BATCH, relayOutbox } from '@/stores/postgres/outbox';
import { countUnitsSold, UNITS_SOLD_VIEW } from '@/stores/postgres/units-sold-view';
import { startLoop } from './loop';

/** Events on their way from the outbox over the bus to whoever keeps something by them. */
export interface EventFlow {
  /** Something was appended here: look at once, and not only when it is time. */
  wake(): void;
  /** Ends what is under way; what has not left yet stays in the outbox. */
  close(): Promise<void>;
}

const unitsSold = z.object({ productId: z.int(), data: z.object({ quantity: z.int() }) });

/** Looks this often for what other replicas left behind. A look that finds nothing is one indexed select. */
const LOOK_EVERY_MS = 1_000;
/** Those who buy within this time leave together, and the relay stays out of the way of the crowd. */
const GATHER_MS = 50;
const PRUNE_EVERY_MS = 10 * 60_000;

/**
 * Starts the relay and the consumer of one shop. Not by NOTIFY: that would take one lock for the whole server with every
 * commit. `onProblem` is told when the relay stops getting anywhere; it goes on by itself when it can.
 */
export function openEventFlow(databaseUrl: string, bus: EventBus, onProblem: (error: unknown) => void): EventFlow {
  const outbox = openOutbox(databaseUrl);
  bus.subscribe({ consumer: UNITS_SOLD_VIEW, subject: 'units-sold' }, async ({ id, payload }) => {
    const { productId, data } = unitsSold.parse(payload);
    await countUnitsSold(outbox, id, productId, data.quantity);
  });
  let pruneAt = performance.now() + PRUNE_EVERY_MS;
  const loop = startLoop({
    everyMs: LOOK_EVERY_MS,
    gatherMs: GATHER_MS,
    work: async () => {
      const found = await relayOutbox(outbox, bus.publish);
      if (performance.now() >= pruneAt) {
        pruneAt = performance.now() + PRUNE_EVERY_MS;
        await pruneOutbox(outbox);
      }
      return found === RELAY_BATCH;
    },
    onProblem,
  });
  return {
    wake: loop.wake,
    close: async () => {
      await loop.stop();
      await bus.close();
      await outbox.end();
    },
  };
}
