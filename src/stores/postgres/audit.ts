import type { OpenDatabase } from './database';

/** Shop sessions that are running something, including purchases whose buyers have stopped waiting. */
export async function busyShopSessions({ client }: OpenDatabase): Promise<number> {
  const [row] = await client<{ busy: number }[]>`
    select count(*)::int as busy from pg_stat_activity
    where datname = current_database() and application_name like 'stampede shop%' and state <> 'idle'
  `;
  return row?.busy ?? 0;
}

/** Our sessions that have left a transaction open and idle for more than a second. */
export async function idleInTransaction({ client }: OpenDatabase): Promise<number> {
  const [row] = await client<{ open: number }[]>`
    select count(*)::int as open from pg_stat_activity
    where datname = current_database() and application_name like 'stampede%'
      and state like 'idle in transaction%' and clock_timestamp() - state_change > interval '1 second'
  `;
  return row?.open ?? 0;
}

/** Shop sessions that are waiting for a lock now, as the server reports it. */
export async function sessionsWaitingForLocks({ client }: OpenDatabase): Promise<number> {
  const [row] = await client<{ waiting: number }[]>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and application_name like 'stampede shop%' and wait_event_type = 'Lock'
  `;
  return row?.waiting ?? 0;
}

export async function serverFacts({ client }: OpenDatabase): Promise<{ version: string; synchronousCommit: string }> {
  const [row] = await client<{ version: string; synchronous_commit: string }[]>`
    select current_setting('server_version') as version, current_setting('synchronous_commit') as synchronous_commit
  `;
  return { version: row?.version ?? 'unknown', synchronousCommit: row?.synchronous_commit ?? 'unknown' };
}
