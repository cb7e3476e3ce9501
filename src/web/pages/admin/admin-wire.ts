/** What `/api/admin/*` answers. Amounts are decimal strings with two places, times are milliseconds. */

export interface ShopStats {
  totalRevenue: string;
  unitsSold: number;
  orders: number;
  topProducts: readonly { productId: number; name: string; unitsSold: number; oversold: number; revenue: string }[];
  /** Days of UTC on which something was sold, oldest first. */
  revenueByDay: readonly DayRevenue[];
  /** The one statement that all of this came from, and how Postgres went about it. */
  meta: { sql: string; durationMs: number; plan: readonly string[] };
}

export interface DayRevenue {
  /** `2026-11-29` */
  day: string;
  revenue: string;
  unitsSold: number;
}

export interface UserLimit {
  userId: string;
  /** 0: there is none. */
  limit: number;
  used: number;
  remaining: number;
  resetsInMs: number;
  store: 'redis' | 'memory';
}

export interface SlowRequests {
  thresholdMs: number;
  requests: readonly { at: string; requestId: string; method: string; path: string; status: number; durationMs: number; replica?: string }[];
}

export interface DatabaseState {
  pool: readonly { applicationName: string; state: string; connections: number }[];
  waits: readonly LockWait[];
  longQueries: readonly { pid: number; applicationName: string; state: string; query: string; runningMs: number }[];
}

export interface LockWait {
  waitingPid: number;
  waitingApplication: string;
  waitingQuery: string;
  waitedMs: number;
  blockingPid: number;
  blockingApplication: string;
  blockingQuery: string;
  lock: string;
}

export interface RedisState {
  servers: readonly { url: string; up: boolean; latencyMs: number | null }[];
}
