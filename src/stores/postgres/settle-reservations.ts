import { textArray } from './array-literal';
import { isConnectionLoss, isRetryable, isStatementTimeout, isUniqueViolation, isUnreachable, sqlState } from './errors';
import { IDEMPOTENCY_CONSTRAINT } from './idempotency';
import type { Session } from './session';
import type { SessionPool } from './session-pool';

/** The part of a reservation that its order needs. */
export interface Owed {
  id: string;
  buyerId: string;
  quantity: number;
  idempotencyKey: string | null;
}

/** The order that a reservation became, or why it cannot become one. */
export type Placed = { kind: 'settled'; orderId: number; remaining: number; createdAt: Date } | { kind: 'refused'; reason: 'too-little' | 'key-taken' | 'impossible' };

/** When the same reservations are delivered twice at once, trying again resolves the conflict. */
const MAX_MEETINGS = 5;

/**
 * Turns reservations of one product into orders: together if there is enough stock, in ever smaller halves if not. Each becomes an
 * order at most once, however often and however concurrently this is called. Throws when Postgres is lost; then
 * the result is unknown, and calling it again is always safe.
 *
 * A refusal is final, because within one sale the stock in Postgres only falls, and an order with the key stays. Resetting
 * the product opens another sale: reservations that are not settled by then are bought in the new one.
 */
export async function settleReservations(pool: SessionPool, productId: number, owed: readonly Owed[]): Promise<Map<string, Placed>> {
  const obstacle = await pool.use((session) => place(session, productId, owed));
  // Read after the attempt: another settler may have settled the same ones while we waited for the row.
  const placed = await findReserved(pool, owed.map(({ id }) => id));
  const missing = owed.filter(({ id }) => !placed.has(id));
  const [only] = missing;
  if (only && owed.length === 1) return new Map([[only.id, { kind: 'refused', reason: obstacle ?? 'too-little' }]]);
  const middle = Math.ceil(missing.length / 2);
  for (const half of [missing.slice(0, middle), missing.slice(middle)]) {
    if (half.length > 0) for (const [id, one] of await settleReservations(pool, productId, half)) placed.set(id, one);
  }
  return placed;
}

/** All of them in one statement, or none; null when there was no error. */
async function place(session: Session, productId: number, owed: readonly Owed[]): Promise<'key-taken' | 'impossible' | null> {
  for (let meetings = 1; ; meetings++) {
    try {
      await session.sql`
        with offered as (
          select * from unnest(
            ${textArray(owed.map(({ id }) => id))}::text[],
            ${textArray(owed.map(({ buyerId }) => buyerId))}::text[],
            ${textArray(owed.map(({ quantity }) => String(quantity)))}::int[],
            ${textArray(owed.map(({ idempotencyKey }) => idempotencyKey))}::text[]
          ) with ordinality as o (id, buyer, quantity, key, place)
        ), due as (
          -- delivered a second time after a crash: settled already
          select * from offered where not exists (select from orders where reservation = offered.id)
        ), sold as (
          update inventory set stock = stock - (select sum(quantity) from due)
          where product_id = ${productId}
            and stock >= (select sum(quantity) from due) -- whatever Redis believes, Postgres has the last word
          returning stock + (select sum(quantity) from due)::int as before
        )
        insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key, reservation)
        select ${productId}, buyer, quantity, before - sum(quantity) over (order by place), key, id
        from sold, due
      `;
      return null;
    } catch (error) {
      if (isUniqueViolation(error, IDEMPOTENCY_CONSTRAINT)) return 'key-taken';
      // Not `on conflict do nothing`: the units were counted before the insert, so all must go in or none.
      if (isUniqueViolation(error, 'orders_reservation') && meetings < MAX_MEETINGS) continue;
      if (sqlState(error) === null || isConnectionLoss(error) || isUnreachable(error) || isRetryable(error) || isStatementTimeout(error)) throw error;
      return 'impossible';
    }
  }
}

interface Row {
  reservation: string;
  id: number;
  remaining: number;
  created_at: Date;
}

/** The orders of those reservations that have one. */
export async function findReserved(pool: SessionPool, reservations: readonly string[]): Promise<Map<string, Placed>> {
  const rows = await pool.use(
    (session) => session.sql<Row>`
      select reservation, id, remaining, created_at from orders where reservation = any(${textArray(reservations)}::text[])
    `,
  );
  return new Map(rows.map((row) => [row.reservation, { kind: 'settled', orderId: row.id, remaining: row.remaining, createdAt: row.created_at }]));
}
