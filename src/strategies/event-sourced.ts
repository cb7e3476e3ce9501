import { confirmed, defineStrategy, FIVE_RETRIES, soldOut, tryAgain } from 'stampede';
import { commandOf } from './sale/command';
import { decide } from './sale/decide';
import { replay } from './sale/replay';
import { appendUnitsSold, loadSale, recordRejection } from './sale/sale-store';
import locked from './variants/event-sourced-advisory-lock';

export default defineStrategy(
  {
    id: 'event-sourced',
    class: 'safe',
    title: 'Event-sourced',
    tagline: 'unique (stream, version)',
    stockModel: 'events',
    idea: "Store what happened, not the current state. Replay the sale's events, decide, append the next one; UNIQUE (stream, version) decides who wins.",
    guarantee: 'Never oversells. Of all buyers that decided on version n, at most one can append version n + 1.',
    cost: 'Every purchase replays the events since the last snapshot, and a buyer that loses a race has to decide again. Rejections are stored too.',
    failureMode: 'In a crowd most appends lose. After five retries a buyer queues for an advisory lock, holding a connection, so that no buyer starves.',
    isolationLevel: 'Read committed. A second append of one version waits for the first to commit, and then inserts nothing.',
  },
  (shop, request) => {
    const command = commandOf(request);
    const attempt = async () => {
      const sale = replay(await loadSale(shop.read('load the events'), request.productId).all());
      const [event] = decide(sale.state, command);
      if (event.kind === 'purchase-rejected') {
        if (!sale.state.opened) await shop.requireProduct();
        await recordRejection(shop.insert('record the rejection'), request.productId, event);
        shop.wakeRelay();
        return soldOut();
      }

      await shop.think();

      // The event, the order and the outbox entry in one statement, so either all of them are stored or none.
      const order = await appendUnitsSold(shop.write('append if the version is free'), sale, event, request);
      // The version is taken: the decision was about a state that is out of date.
      if (!order) return tryAgain();
      shop.wakeRelay();
      return confirmed(order, event.data.remaining);
    };
    // Instead of giving up: the locking variant on the same aggregate, where buyers wait in a queue.
    return shop.retry(FIVE_RETRIES, attempt, () => locked.purchase(shop, request));
  },
);
