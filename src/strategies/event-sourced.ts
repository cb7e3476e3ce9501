import { confirmed, defineStrategy, FIVE_RETRIES, soldOut, tryAgain } from 'stampede';
import { commandOf } from './sale/command';
import { decide } from './sale/decide';
import { replay } from './sale/replay';
import { appendUnitsSold, loadSale, recordRejection } from './sale/sale-store';
import inTurn from './variants/event-sourced-advisory-lock';

export default defineStrategy(
  {
    id: 'event-sourced',
    class: 'safe',
    title: 'Event-sourced',
    tagline: 'unique (stream, version)',
    stockModel: 'events',
    idea: "Store what happened, not what is. Replay the sale's events, decide, append the next one; UNIQUE (stream, version) is the arbiter.",
    guarantee: 'Never oversells. Of all buyers that decided on version n, at most one appends version n + 1.',
    cost: 'Every purchase replays the events since the last snapshot, and the loser of a race decides again. Rejections are stored too.',
    failureMode: 'In a crowd most appends lose. After five retries a buyer takes turns by advisory lock, with a connection each, so that none starves.',
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

      // The event, the order and what the outbox has to send: one statement, so all of it or nothing.
      const order = await appendUnitsSold(shop.write('append if the version is free'), sale, event, request);
      // The version is taken: what was decided is about a sale that is no more.
      if (!order) return tryAgain();
      shop.wakeRelay();
      return confirmed(order, event.data.remaining);
    };
    // Instead of giving up: the other way into the same aggregate, where waiting buyers take turns.
    return shop.retry(FIVE_RETRIES, attempt, () => inTurn.purchase(shop, request));
  },
);
