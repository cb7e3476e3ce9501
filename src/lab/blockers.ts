import type postgres from 'postgres';

/** Who blocks whom, by processes of the server: for each of `pids` that waits for a lock, those that it waits for. */
export type Blockers = ReadonlyMap<number, readonly number[]>;

/** Asks the server itself, over a connection that no buyer uses. Source: PostgreSQL manual, `pg_blocking_pids`. */
export async function readBlockers(control: postgres.Sql, pids: readonly number[]): Promise<Blockers> {
  const rows = await control<{ pid: number; blockers: number[] }[]>`
    select pid, array_to_json(pg_blocking_pids(pid)) as blockers from unnest(${`{${pids.join(',')}}`}::int[]) as pid
  `;
  return new Map(rows.filter(({ blockers }) => blockers.length > 0).map(({ pid, blockers }) => [pid, blockers]));
}

/**
 * Those of `waiting` that wait until a session which is not among them moves. The others wait for each other in a cycle:
 * a deadlock, which Postgres ends by itself.
 */
export function waitsForOthers(waiting: Blockers): Set<number> {
  const steady = new Set<number>();
  for (let found = true; found; ) {
    found = false;
    for (const [pid, blockers] of waiting) {
      if (steady.has(pid) || !blockers.some((blocker) => !waiting.has(blocker) || steady.has(blocker))) continue;
      steady.add(pid);
      found = true;
    }
  }
  return steady;
}
