import type { DatabaseState } from './admin-wire';

/** The connections of one process. */
export interface PoolRow {
  name: string;
  active: number;
  /** Open transactions that run nothing: they hold their locks meanwhile. */
  inTransaction: number;
  idle: number;
}

/** A row a process, by name. States that Postgres calls otherwise ('disabled', 'fastpath function call') count as active. */
export function poolRows(pool: DatabaseState['pool']): PoolRow[] {
  const rows = new Map<string, PoolRow>();
  for (const { applicationName, state, connections } of pool) {
    const name = applicationName === '' ? '(no name)' : applicationName;
    const row = rows.get(name) ?? { name, active: 0, inTransaction: 0, idle: 0 };
    if (state === 'idle') row.idle += connections;
    else if (state.startsWith('idle in transaction')) row.inTransaction += connections;
    else row.active += connections;
    rows.set(name, row);
  }
  return [...rows.values()].sort((one, two) => one.name.localeCompare(two.name, 'en'));
}
