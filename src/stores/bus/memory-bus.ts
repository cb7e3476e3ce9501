import type { EventBus, HandleEvent, Subscription } from './event-bus';

/**
 * A bus in the memory of this process. It stores nothing: an event counts as published when every handler here has handled
 * it, so what is lost with the process is still in the outbox and is published again. With several replicas each
 * event reaches only the handlers of the replica that relayed it: right for handlers that keep their state in
 * Postgres, and no way to notify all replicas.
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
    // Publishing already waits for the handlers.
    close: () => Promise.resolve(),
  };
}
