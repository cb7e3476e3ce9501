/** An event on its way out of Postgres. `id` is the same with every delivery; `subject` is its kind. */
export interface BusEvent {
  id: number;
  subject: string;
  payload: unknown;
}

/** Who subscribes, and to what. Processes that name the same consumer share its events. */
export interface Subscription {
  consumer: string;
  subject: string;
}

/** Handles one event. When it rejects, the event is delivered again. */
export type HandleEvent = (event: BusEvent) => Promise<void>;

/**
 * Where events are published from the database. Delivers at least once: a handler may get an event again whenever it
 * is not certain that the first delivery was handled.
 */
export interface EventBus {
  /** Resolves when the bus cannot lose the event any more. When it rejects, the bus may or may not have it: publish it again. */
  publish(event: BusEvent): Promise<void>;
  /** Subscribes until the bus is closed, even if the servers go away and come back. */
  subscribe(subscription: Subscription, handle: HandleEvent): void;
  /** Waits for the handlers that are running. */
  close(): Promise<void>;
}
