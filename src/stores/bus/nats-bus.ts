import type { ConsumerMessages, JetStreamClient, JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { BusEvent, EventBus, HandleEvent, Subscription } from './event-bus';

export interface NatsBusOptions {
  /** Like nats://host:4222; several, separated by commas, for a cluster. */
  url: string;
  /** Called with what went wrong; the bus keeps trying. */
  onProblem: (error: unknown) => void;
  /** The JetStream stream and the beginning of its subjects. */
  stream?: string;
}

const CONNECT_TIMEOUT_MS = 2_000;
const PUBLISH_TIMEOUT_MS = 2_000;
const RETRY_MS = 500;
const SECOND_NS = 1_000_000_000;

/** JetStream keeps an event for this long and cannot deliver it later; the marks of handled events are kept for longer. */
export const KEPT_SECONDS = 3_600;
/** A second publication within this time is dropped by the server. After a longer pause the consumer's own check makes sure that it counts once. */
const DUPLICATE_WINDOW_SECONDS = 120;

/**
 * NATS JetStream. Connects on the first publish or subscribe, and again whenever that is needed; the
 * stream and the consumers are created if they are missing, and used as they are if another process created them.
 */
export function natsBus({ url, onProblem, stream = 'stampede' }: NatsBusOptions): EventBus {
  let connecting: Promise<Connected> | null = null;
  let closed = false;
  const isClosed = (): boolean => closed;
  const listening = new Set<ConsumerMessages>();
  const loops: Promise<void>[] = [];
  const subjectOf = (subject: string): string => `${stream}.${subject}`;

  const connected = async (): Promise<Connected> => {
    if (closed) throw new Error('The event bus is closed.');
    const mine = (connecting ??= connectTo(url, stream));
    try {
      const found = await mine;
      if (!found.connection.isClosed()) return found;
    } catch (error) {
      if (connecting === mine) connecting = null;
      throw error;
    }
    if (connecting === mine) connecting = null;
    return connected();
  };
  /** The server may have come back without its store: the next call checks whether the stream is there. */
  const startOver = async (): Promise<void> => {
    const before = await connecting?.catch(() => null);
    connecting = null;
    await before?.connection.close();
  };

  const listen = async (subscription: Subscription, handle: HandleEvent): Promise<void> => {
    const { client } = await connected();
    const manager = await client.jetstreamManager();
    const name = subscription.consumer;
    await manager.consumers.add(stream, { durable_name: name, ack_policy: 'explicit', filter_subject: subjectOf(subscription.subject) });
    const consumer = await client.consumers.get(stream, name);
    const messages = await consumer.consume({ max_messages: 200, abort_on_missing_resource: true });
    listening.add(messages);
    try {
      if (isClosed()) return;
      for await (const message of messages) await deal(message, subscription.subject, handle, onProblem);
    } finally {
      listening.delete(messages);
    }
  };

  return {
    publish: async ({ id, subject, payload }) => {
      const { client } = await connected();
      try {
        await client.publish(subjectOf(subject), JSON.stringify({ id, payload }), { msgID: String(id), timeout: PUBLISH_TIMEOUT_MS });
      } catch (error) {
        await startOver();
        throw new Error(`Event ${id} may not have reached NATS; it is published again later.`, { cause: error });
      }
    },
    subscribe: (subscription, handle) => {
      const loop = async (): Promise<void> => {
        let failing = false;
        while (!isClosed()) {
          try {
            await listen(subscription, handle);
            failing = false;
          } catch (error) {
            // Reported once, not every half second while the server is away.
            if (!failing && !isClosed()) onProblem(error);
            failing = true;
          }
          if (!isClosed()) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
      };
      loops.push(loop());
    },
    close: async () => {
      closed = true;
      await Promise.all([...listening].map((messages) => messages.close()));
      await startOver();
      await Promise.all(loops);
    },
  };
}

interface Connected {
  connection: NatsConnection;
  client: JetStreamClient;
}

/** A connection to a server that has the stream. The packages are loaded only here, because most shops never need them. */
async function connectTo(url: string, stream: string): Promise<Connected> {
  const [{ connect }, { jetstream, jetstreamManager }] = await Promise.all([import('@nats-io/transport-node'), import('@nats-io/jetstream')]);
  const connection = await connect({ servers: url.split(','), name: 'stampede', timeout: CONNECT_TIMEOUT_MS, maxReconnectAttempts: -1, reconnectTimeWait: RETRY_MS });
  try {
    const { streams } = await jetstreamManager(connection);
    await streams.info(stream).catch(() =>
      streams.add({
        name: stream,
        subjects: [`${stream}.>`],
        max_age: KEPT_SECONDS * SECOND_NS,
        duplicate_window: DUPLICATE_WINDOW_SECONDS * SECOND_NS,
      }),
    );
    return { connection, client: jetstream(connection) };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Acknowledges an event once it is handled; otherwise it is redelivered soon. */
async function deal(message: JsMsg, subject: string, handle: HandleEvent, onProblem: (error: unknown) => void): Promise<void> {
  try {
    const { id, payload } = message.json<Pick<BusEvent, 'id' | 'payload'>>();
    await handle({ id, subject, payload });
    message.ack();
  } catch (error) {
    onProblem(error);
    message.nak(RETRY_MS);
  }
}
