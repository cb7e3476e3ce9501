import { confirmed, defineStrategy, LOCK_BYPASSED, soldOut, tryAgain } from 'stampede';
import { commandOf } from '../sale/command';
import { decide } from '../sale/decide';
import { replay } from '../sale/replay';
import { appendUnitsSold, loadSale, recordRejection } from '../sale/sale-store';

/** The kind of thing that is locked; 1 is a product of `advisory-lock`. */
const SALE = 2;

export default defineStrategy(
  {
    id: 'event-sourced:advisory-lock',
    class: 'safe',
    title: 'Event-sourced, locked',
    tagline: 'one buyer at a time',
    stockModel: 'events',
    idea: 'The same events, decisions and append as `event-sourced`, one buyer at a time: pg_advisory_xact_lock(sale) before loading.',
    guarantee: 'Never oversells, and the lock is not the reason: UNIQUE (stream, version) still refuses a buyer that comes without it.',
    cost: 'Buyers of one sale queue up, each with a connection and a transaction. In return hardly any decision has to be made twice.',
    failureMode: 'A buyer that takes no lock can be faster; then the holder goes back to the end of the queue and decides again.',
    isolationLevel: 'Read committed. The events are loaded after the lock by a statement of its own, so it sees the last commit.',
  },
  async (shop, request) => {
    const { productId } = request;
    const command = commandOf(request);
    // Not inside: a buyer that holds a connection must not wait for a second one.
    await shop.requireProduct();
    const outcome = await shop.retry(LOCK_BYPASSED, () =>
      shop.transaction(async (tx) => {
        tx.lock('wait for the lock')`select pg_advisory_xact_lock(${SALE}::int, ${productId}::int) -- ours until commit or rollback`;
        // Not in the statement above: a statement sees what was committed when it began, and that one begins before it has the lock.
        const sale = replay(await loadSale(tx.read('load the events'), productId).all());
        const [event] = decide(sale.state, command);
        if (event.kind === 'purchase-rejected') {
          recordRejection(tx.insert('record the rejection'), productId, event);
          return tx.commit(soldOut());
        }

        await shop.think();

        const appended = appendUnitsSold(tx.write('append if the version is free'), sale, event, request);
        await tx.commit();
        const order = await appended;
        return order ? confirmed(order, event.data.remaining) : tryAgain();
      }),
    );
    shop.wakeRelay();
    return outcome;
  },
);
