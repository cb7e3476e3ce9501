/** The names that the manual gives them: postgresql.org/docs/current/errcodes-appendix.html. */
const NAMES: Readonly<Record<string, string>> = {
  '08006': 'connection_failure',
  '23505': 'unique_violation',
  '23514': 'check_violation',
  '25P02': 'in_failed_sql_transaction',
  '40001': 'serialization_failure',
  '40P01': 'deadlock_detected',
  '53300': 'too_many_connections',
  '55P03': 'lock_not_available',
  '57014': 'query_canceled',
  '57P01': 'admin_shutdown',
  '57P02': 'crash_shutdown',
  '57P03': 'cannot_connect_now',
};

export interface SqlStateCount {
  code: string;
  count: number;
  /** Null when it is a rare one. */
  name: string | null;
}

/** Error answers of Postgres, the most frequent first. */
export const sqlStateCounts = (states: Readonly<Record<string, number>>): SqlStateCount[] =>
  Object.entries(states)
    .map(([code, count]) => ({ code, count, name: NAMES[code] ?? null }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
