import postgres from 'postgres';

/**
 * One connection of its own, through a postgres.js client that can hold only one. `generation` rises when the
 * connection is lost, so that whoever began something on it can refuse to go on over its successor.
 */
export interface ConnectionSlot {
  readonly client: postgres.Sql;
  generation: number;
  /** Statements that were prepared on the present connection. */
  prepared: WeakSet<TemplateStringsArray>;
}

export interface ConnectionOptions {
  databaseUrl: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
}

/** Opens nothing yet: the first statement connects. */
export function openSlot(options: ConnectionOptions): ConnectionSlot {
  const slot: ConnectionSlot = {
    client: postgres(options.databaseUrl, {
      max: 1,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 10,
      fetch_types: false,
      onnotice: () => undefined,
      backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
      connection: { application_name: options.applicationName },
      onclose: () => {
        slot.generation += 1;
        slot.prepared = new WeakSet();
      },
    }),
    generation: 0,
    prepared: new WeakSet(),
  };
  return slot;
}
