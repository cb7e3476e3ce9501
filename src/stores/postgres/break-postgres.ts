import type { OpenDatabase } from './database';

/** Ends every connection of the shops at the server; returns how many there were. Source: PostgreSQL manual, 9.28.2. */
export async function terminateShopBackends({ client }: OpenDatabase): Promise<number> {
  const ended = await client`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'stampede shop%'
  `;
  return ended.length;
}

/** The process that all of a server's processes descend from. Needs a superuser, which ours is. */
export async function postmasterPid({ client }: OpenDatabase): Promise<number> {
  const [row] = await client<{ pid: string }[]>`select split_part(pg_read_file('postmaster.pid'), e'\n', 1) as pid`;
  return Number(row?.pid);
}

/**
 * Delays every commit by that many milliseconds before its log goes to disk, for all sessions, until called with 0. Postgres does
 * so when at least `commit_siblings` other transactions are open; here it always does. Source: PostgreSQL manual, 19.5.
 */
export async function delayCommits({ client }: OpenDatabase, milliseconds: number): Promise<void> {
  if (milliseconds > 0) {
    await client.unsafe(`alter system set commit_delay = ${Math.round(milliseconds * 1_000)}`);
    await client.unsafe('alter system set commit_siblings = 0');
  } else {
    await client.unsafe('alter system reset commit_delay');
    await client.unsafe('alter system reset commit_siblings');
  }
  await client`select pg_reload_conf()`;
}

/** The delay in force at the server, in milliseconds; 0 if it comes from another source than asked for. */
export async function commitDelayMs({ client }: OpenDatabase, origin: 'any' | 'set by alter system' = 'any'): Promise<number> {
  const [row] = await client<{ delay: string }[]>`
    select setting as delay from pg_settings
    where name = 'commit_delay' and (${origin === 'any'} or sourcefile like '%postgresql.auto.conf')
  `;
  return Number(row?.delay ?? 0) / 1_000;
}
