import postgres from 'postgres';

/**
 * One connection of its own, through a postgres.js client that can hold only one. When the connection is lost, the client
 * goes with it: it would carry what it had not sent yet over to the next connection. `generation` then rises, so that whoever
 * began something here can refuse to go on with the successor.
 */
export interface ConnectionSlot {
  readonly client: postgres.Sql;
  readonly generation: number;
  /** Statements that were prepared on the present connection. */
  readonly prepared: WeakSet<TemplateStringsArray>;
  /** Closes the connection within 5 s. */
  end(): Promise<void>;
}

export interface ConnectionOptions {
  databaseUrl: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Told of every statement that is sent, with its values; absent where nobody looks. */
  onStatement?: (text: string, values: readonly unknown[]) => void;
}

/** Opens nothing yet: the first statement connects, and fails at once if nobody answers. */
export function openSlot(options: ConnectionOptions): ConnectionSlot {
  let ended = false;
  let generation = 0;
  let prepared = new WeakSet<TemplateStringsArray>();
  const renew = (): void => {
    if (ended) return;
    const lost = client;
    generation += 1;
    prepared = new WeakSet();
    client = openClient(options, renew);
    // After the driver has done with the loss itself.
    setImmediate(() => void lost.end({ timeout: 0 }));
  };
  let client = openClient(options, renew);
  return {
    get client() {
      return client;
    },
    get generation() {
      return generation;
    },
    get prepared() {
      return prepared;
    },
    end: () => {
      ended = true;
      return client.end({ timeout: 5 });
    },
  };
}

const openClient = ({ databaseUrl, applicationName, onStatement }: ConnectionOptions, onLost: () => void): postgres.Sql =>
  postgres(databaseUrl, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    fetch_types: false,
    onnotice: () => undefined,
    onclose: onLost,
    ...(onStatement ? { debug: (_connection: number, text: string, values: unknown[]) => onStatement(text, values) } : {}),
    connection: { application_name: applicationName },
  });
