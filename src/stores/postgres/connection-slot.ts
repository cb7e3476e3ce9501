import postgres from 'postgres';
import { watchedSocket, type Endpoint, type TransactionStatus } from './watched-socket';

/**
 * One connection of its own, through a postgres.js client that can hold only one. When the connection is lost, the client
 * is discarded: it would send its unsent statements over the next connection. `generation` then rises, so that code which
 * began something on the old connection can refuse to go on with the new one.
 */
export interface ConnectionSlot {
  readonly client: postgres.Sql;
  readonly generation: number;
  /** As the server last reported it. */
  readonly status: TransactionStatus;
  /** Statements that were prepared on the present connection. */
  readonly prepared: WeakSet<TemplateStringsArray>;
  /**
   * What each transaction has to begin with; null where one setting for the connection is enough. Through a pooler the next
   * transaction may run in another session of the server, so a setting holds for one transaction, and nothing is prepared.
   */
  readonly preamble: string | null;
  /** False through a pooler, where a prepared statement may be unknown to the session of the next transaction. */
  readonly prepares: boolean;
  /** Closes the connection of a slot that is not in use; its next statement opens another. That is no loss. */
  rest(): void;
  /** Closes the connection within 5 s. */
  end(): Promise<void>;
}

export interface ConnectionOptions {
  databaseUrl: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Called with every statement that is sent and its values; absent where nothing needs them. */
  onStatement?: (text: string, values: readonly unknown[]) => void;
  /** How long the server may take to accept the connection; 10 s by default. */
  connectTimeoutMs?: number;
  /** How long a statement may run before the server cancels it (57014); 0 or absent: for ever. */
  statementTimeoutMs?: number;
}

/** Does not connect yet: the first statement does, and fails at once if no server answers. `pooled` is the result of `isPooled`. */
export function openSlot(options: ConnectionOptions, pooled: boolean): ConnectionSlot {
  const limitMs = options.statementTimeoutMs ?? 0;
  let ended = false;
  let generation = 0;
  let prepared = new WeakSet<TemplateStringsArray>();
  let status: TransactionStatus = 'idle';
  const open = (): postgres.Sql => {
    const opened: postgres.Sql = openClient(
      options,
      pooled,
      () => {
        // One that was closed on purpose is in use no more.
        if (opened !== client || ended) return;
        generation += 1;
        replace();
      },
      (reported) => {
        if (opened === client) status = reported;
      },
    );
    return opened;
  };
  const replace = (): void => {
    const old = client;
    prepared = new WeakSet();
    status = 'idle';
    client = open();
    // After the driver itself has handled a loss.
    setImmediate(() => void old.end({ timeout: 0 }));
  };
  let client = open();
  return {
    get client() {
      return client;
    },
    get generation() {
      return generation;
    },
    get status() {
      return status;
    },
    get prepared() {
      return prepared;
    },
    preamble: pooled && limitMs > 0 ? `set local statement_timeout = ${limitMs}` : null,
    prepares: !pooled,
    rest: () => {
      if (!ended) replace();
    },
    end: () => {
      ended = true;
      return client.end({ timeout: 5 });
    },
  };
}

function openClient({ databaseUrl, applicationName, onStatement, connectTimeoutMs = 10_000, statementTimeoutMs = 0 }: ConnectionOptions, pooled: boolean, onLost: () => void, onStatus: (status: TransactionStatus) => void): postgres.Sql {
  return postgres(databaseUrl, {
    // An option of postgres.js that its types leave out.
    ...({ socket: (endpoint: Endpoint) => watchedSocket(endpoint, connectTimeoutMs, onStatus) } as object),
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: connectTimeoutMs / 1_000,
    prepare: !pooled,
    fetch_types: false,
    onnotice: () => undefined,
    onclose: onLost,
    ...(onStatement ? { debug: (_connection: number, text: string, values: unknown[]) => onStatement(text, values) } : {}),
    // PgBouncer refuses a connection that sets more than a name, or drops the setting if it is configured to ignore it.
    connection: { application_name: applicationName, ...(pooled || statementTimeoutMs === 0 ? {} : { statement_timeout: statementTimeoutMs }) },
  });
}
