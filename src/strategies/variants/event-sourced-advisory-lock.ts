/**
 * Idea: The same events, decisions and append as `event-sourced`, one buyer at a time: pg_advisory_xact_lock(sale) before loading.
 * Guarantee: Never oversells, and not because of the lock: UNIQUE (stream, version) still refuses whoever comes without it.
 * Cost: Buyers of one sale queue up, each with a connection and a transaction. In return a decision is hardly ever made in vain.
 * Failure mode: A buyer that takes no lock can be faster; then the holder goes back to the end of the queue and decides again.
 * Isolation level: Read committed. The events are loaded after the lock by a statement of its own, so it sees the last commit.
 */
import { gaveUp, soldOut } from '@/domain/purchase';
import type { StoredEvent } from '@/stores/postgres/event-store';
import { confirmed } from '../order';
import { LOCK_BYPASSED } from '../retry';
import { commandOf } from '../sale/command';
import { decide } from '../sale/decide';
import { replay } from '../sale/replay';
import { appendUnitsSold, loadSale, recordRejection } from '../sale/sale-store';
import type { OrderRow, Purchase } from '../strategy';

/** The kind of thing that is locked; 1 is a product of `advisory-lock`. */
const SALE = 2;

export const purchase: Purchase = async (context, request) => {
  const { session, together, think, tryAgain, requireProduct, wakeRelay, tally } = context;
  const { productId } = request;
  const command = commandOf(request);
  // Not inside: whoever holds a connection must not wait for another.
  await requireProduct(productId);
  do {
    const outcome = await session(async (sql, connection) => {
      const [, , events] = await together<[object[], object[], StoredEvent[]]>(
        connection,
        ['begin', () => sql`begin`],
        ['wait for the lock', () => sql`
          select pg_advisory_xact_lock(${SALE}::int, ${productId}::int) -- ours until commit or rollback
        `],
        // Not in the statement above: a statement sees what was committed when it began, and it begins before the lock is had.
        ['load the events', () => loadSale(sql, productId)],
      );
      const sale = replay(events);
      const [event] = decide(sale.state, command);
      if (event.kind === 'purchase-rejected') {
        await together(
          connection,
          ['record the rejection', () => recordRejection(sql, productId, event)],
          ['commit', () => sql`commit`],
        );
        return soldOut();
      }

      await think();

      const [[order]] = await together<[OrderRow[], object[]]>(
        connection,
        ['append if the version is free', () => appendUnitsSold(sql, sale, event, request)],
        ['commit', () => sql`commit`],
      );
      return order ? confirmed(order, event.data.remaining) : null;
    });
    if (outcome) {
      wakeRelay();
      return outcome;
    }
  } while (await tryAgain(LOCK_BYPASSED));

  return gaveUp(`somebody without the lock was faster in each of ${tally.attempts} attempts`);
};
