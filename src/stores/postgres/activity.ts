import type { OpenDatabase } from './database';

/** What the sessions of this database are doing now, as the server reports it. */
export interface DatabaseActivity {
  pool: { applicationName: string; state: string; connections: number }[];
  waits: {
    waitingPid: number;
    waitingApplication: string;
    waitingQuery: string;
    waitedMs: number;
    blockingPid: number;
    blockingApplication: string;
    blockingQuery: string;
    /** What it waits for: kind and mode, like `transactionid ShareLock`. */
    lock: string;
  }[];
  longQueries: { pid: number; applicationName: string; state: string; query: string; runningMs: number }[];
}

/** From this duration on, a statement or an idle transaction counts as long. */
const LONG_MS = 1_000;

/** Sessions that are connected, sessions that wait for others, and what takes long. Never shows values: statements are sent with parameters. */
export async function readActivity({ client: sql }: OpenDatabase): Promise<DatabaseActivity> {
  const [pool, waits, longQueries] = await Promise.all([
    sql<DatabaseActivity['pool']>`
      select application_name as "applicationName", coalesce(state, 'unknown') as state, count(*)::int as connections
      from pg_stat_activity
      where datname = current_database()
      group by 1, 2
      order by 1, 2
    `,
    sql<DatabaseActivity['waits']>`
      select
        waiting.pid as "waitingPid",
        waiting.application_name as "waitingApplication",
        left(waiting.query, 300) as "waitingQuery",
        coalesce(round(extract(epoch from clock_timestamp() - wanted.waitstart) * 1000), 0)::int as "waitedMs",
        blocking.pid as "blockingPid",
        blocking.application_name as "blockingApplication",
        left(blocking.query, 300) as "blockingQuery",
        coalesce(wanted.locktype || ' ' || wanted.mode, 'unknown') as lock
      from pg_stat_activity as waiting
      cross join lateral (select distinct unnest(pg_blocking_pids(waiting.pid)) as pid) as blocker
      join pg_stat_activity as blocking on blocking.pid = blocker.pid
      left join lateral (
        select locktype, mode, waitstart from pg_locks where pg_locks.pid = waiting.pid and not granted limit 1
      ) as wanted on true
      where waiting.datname = current_database()
        and waiting.wait_event_type = 'Lock'
      order by wanted.waitstart
      limit 200
    `,
    sql<DatabaseActivity['longQueries']>`
      select
        pid,
        application_name as "applicationName",
        state,
        left(query, 300) as query,
        round(extract(epoch from clock_timestamp() - coalesce(xact_start, query_start)) * 1000)::int as "runningMs"
      from pg_stat_activity
      where datname = current_database()
        and state <> 'idle'
        and clock_timestamp() - coalesce(xact_start, query_start) > ${LONG_MS} * interval '1 millisecond'
      order by coalesce(xact_start, query_start)
      limit 50
    `,
  ]);
  return { pool: [...pool], waits: [...waits], longQueries: [...longQueries] };
}
