import { z } from 'zod';
import type { EventBus } from '@/stores/bus/event-bus';
import { openOutbox, pruneOutbox, RELAY_BATCH, relayOutbox } from '@/stores/postgres/outbox';
import { countUnitsSold, UNITS_SOLD_VIEW } from '@/stores/postgres/units-sold-view';
import { startLoop } from './loop';

/** Moves events from the outbox over the bus to their consumers. */
export interface EventFlow {
  /** Something was appended here: look at once rather than at the next interval. */
  wake(): void;
  /** Ends what is under way; unpublished events stay in the outbox. */
  close(): Promise<void>;
}

const unitsSold = z.object({ productId: z.int(), data: z.object({ quantity: z.int() }) });

/** How often to look for events that other replicas left behind. A look that finds nothing is one indexed select. */
const LOOK_EVERY_MS = 1_000;
/** Events within this time are published together, so that the relay does not slow down the crowd. */
const GATHER_MS = 50;
const PRUNE_EVERY_MS = 10 * 60_000;

/**
 * Starts the relay and the consumer of one shop. Not by NOTIFY: that would take one lock for the whole server with every
 * commit. `onProblem` is called when the relay cannot publish; it resumes by itself.
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
