const AWAY = 'Postgres does not answer at the moment. This page looks again by itself.';

/** What Drizzle, postgres.js, the system and Postgres itself say when Postgres is away, or stops, or has just come back. */
const LOST = /^Failed query|ECONNREFUSED|ECONNRESET|EPIPE|CONNECT(ION)?_|the database system is|terminating connection/;

/** Why there is nothing to race on, in a sentence without SQL. */
export function problemWords(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (LOST.test(cause.message) || LOST.test(code)) return AWAY;
  }
  return error instanceof Error ? error.message : String(error);
}
