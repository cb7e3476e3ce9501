import type { EventBus, HandleEvent, Subscription } from './event-bus';

/**
 * A bus in the memory of this process. It keeps nothing: an event counts as published when every handler here has dealt
 * with it, so what is lost with the process is still in the outbox and is published again. With several replicas each
 * event meets the handlers of the one that relayed it, and of no other: right for handlers that keep their state in
 * Postgres, and no way to tell all replicas anything.
 */
export function memoryBus(): EventBus {
  const listeners: { subscription: Subscription; handle: HandleEvent }[] = [];
  return {
    publish: async (event) => {
      for (const { subscription, handle } of listeners) if (subscription.subject === event.subject) await handle(event);
    },
    subscribe: (subscription, handle) => {
      listeners.push({ subscription, handle });
    },
    // Whoever publishes waits for the handlers already.
    close: () => Promise.resolve(),
  };
}
