import postgres from 'postgres';

/**
 * Whether there is a connection pooler between us and the server, so that each transaction may run in another of the server's
 * sessions. A pooler makes up the process number that it reports at connect; the server reports its own. Source: the
 * protocol's BackendKeyData, and `pg_backend_pid()`. One that pools sessions looks the same and is treated the same: that
 * costs round trips and is never wrong.
 */
export async function isPooled(databaseUrl: string, connectTimeoutMs = 10_000): Promise<boolean> {
  const client = postgres(databaseUrl, {
    max: 1,
    connect_timeout: connectTimeoutMs / 1_000,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'stampede pooler probe' },
  });
  try {
    return await leadsThroughPooler(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** The same for a client that holds one connection, on that connection. */
async function leadsThroughPooler(client: postgres.Sql): Promise<boolean> {
  // Without parameters it goes by the simple protocol and prepares nothing, which every pooler permits.
  const result = await client.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid');
  return result[0]?.pid !== result.state.pid;
}

/** Something needs a session of its own, and a pooler would switch sessions with each transaction. */
export class PoolerInTheWay extends Error {
  constructor(what: string) {
    super(
      `${what} needs a session of its own, and this database is reached through a connection pooler, which may switch sessions after each transaction. ` +
        'Nothing was done. Set DATABASE_DIRECT_URL to the address of the server itself; the shops go on through the pooler.',
    );
    this.name = 'PoolerInTheWay';
  }
}

/** Throws `PoolerInTheWay` when the one connection of `client` is not a session of its own. `what` begins the sentence. */
export async function requireOwnSession(client: postgres.Sql, what: string): Promise<void> {
  if (await leadsThroughPooler(client)) throw new PoolerInTheWay(what);
}
