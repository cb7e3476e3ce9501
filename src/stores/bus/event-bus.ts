/** An event that leaves Postgres. `id` is the event's own, the same with every delivery; `subject` is its kind. */
export interface BusEvent {
  id: number;
  subject: string;
  payload: unknown;
}

/** Who listens, and to what. Processes that name the same consumer share its events. */
export interface Subscription {
  consumer: string;
  subject: string;
}

/** Deals with one event, or rejects, and then gets it again. */
export type HandleEvent = (event: BusEvent) => Promise<void>;

/**
 * Where events go when they leave the database. Delivers at least once: a handler meets an event a second time whenever it
 * is not certain that the first time was the last.
 */
export interface EventBus {
  /** Resolves when the bus will not lose the event any more. Rejected, it may have it or not: publish it again. */
  publish(event: BusEvent): Promise<void>;
  /** Begins to listen, and goes on until the bus is closed, whatever becomes of the servers in between. */
  subscribe(subscription: Subscription, handle: HandleEvent): void;
  /** Waits for the handlers that are at work. */
  close(): Promise<void>;
}
