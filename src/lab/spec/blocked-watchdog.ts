import type { BackendMessage, WireConnection } from '@/stores/postgres/wire/wire-connection';

/** Asks the server who is blocked, over a connection of its own. */
export interface BlockedWatchdog {
  /** Whether the session with that server process waits for a lock, or a safe snapshot, of one of the spec's sessions. */
  isBlocked(pid: number): Promise<boolean>;
  /** Cancels what that server process runs. False if there was no statement to cancel. */
  cancel(pid: number): Promise<boolean>;
}

const FUNCTION_MISSING = '42883';
const NOT_PERMITTED = '42501';

/**
 * A watchdog over a connection, for the sessions with these server processes. It asks the function that PostgreSQL keeps for its
 * own tester, and where that is not permitted what that function asks. Waits for others, like autovacuum, do not count: they pass.
 */
export function blockedWatchdog(wire: WireConnection, pids: readonly number[]): BlockedWatchdog {
  const ours = `'{${pids.join(',')}}'::int[]`;
  const testersOwn = (pid: number): string => `select pg_catalog.pg_isolation_test_session_is_blocked(${pid}, ${ours})`;
  const everybodys = (pid: number): string =>
    `select (pg_catalog.pg_blocking_pids(${pid}) || pg_catalog.pg_safe_snapshot_blocking_pids(${pid})) && ${ours}`;
  let question = testersOwn;
  return {
    isBlocked: async (pid) => {
      const answer = await ask(wire, question(pid));
      if (question === testersOwn && 'sqlState' in answer && (answer.sqlState === FUNCTION_MISSING || answer.sqlState === NOT_PERMITTED)) {
        question = everybodys;
        return isTrue(await ask(wire, question(pid)));
      }
      return isTrue(answer);
    },
    cancel: async (pid) => isTrue(await ask(wire, `select pg_catalog.pg_cancel_backend(${pid})`)),
  };
}

type Answer = { value: string | null } | { sqlState: string; message: string };

async function ask(wire: WireConnection, sql: string): Promise<Answer> {
  wire.send(sql);
  let answer: Answer = { sqlState: '08006', message: 'the connection was lost' };
  for (;;) {
    const message: BackendMessage | undefined = wire.inbox.shift();
    if (message === undefined) {
      if (wire.isClosed) return answer;
      await wire.arrival(1_000);
    } else if (message.kind === 'row') answer = { value: message.values[0] ?? null };
    else if (message.kind === 'error') answer = { sqlState: message.report.code ?? '', message: message.report.message ?? '' };
    else if (message.kind === 'ready') return answer;
  }
}

function isTrue(answer: Answer): boolean {
  if ('sqlState' in answer) throw new Error(`The server could not be asked who is blocked: ${answer.message} (${answer.sqlState}).`);
  return answer.value === 't';
}
