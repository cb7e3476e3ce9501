/**
 * Idea: Store what happened, not what is. Replay the sale's events, decide, append the next one; UNIQUE (stream, version) is the arbiter.
 * Guarantee: Never oversells. Of all buyers that decided on version n, exactly one appends version n + 1.
 * Cost: Every purchase replays the events since the last snapshot, and whoever loses the race decides again. Rejections are stored too.
 * Failure mode: In a crowd most appends lose. After five retries a buyer takes turns by advisory lock, with a connection each, so that nobody starves.
 * Isolation level: Read committed. A second append of one version waits for the first to commit, and then is none.
 */
import { soldOut } from '@/domain/purchase';
import { confirmed } from './order';
import { FIVE_RETRIES } from './retry';
import { commandOf } from './sale/command';
import { decide } from './sale/decide';
import { replay } from './sale/replay';
import { appendUnitsSold, loadSale, recordRejection } from './sale/sale-store';
import type { Purchase } from './strategy';
import { purchase as purchaseInTurn } from './variants/event-sourced-advisory-lock';

export const purchase: Purchase = async (context, request) => {
  const { statement, think, tryAgain, requireProduct, wakeRelay } = context;
  const command = commandOf(request);
  do {
    const sale = replay(await statement('load the events', (sql) => loadSale(sql, request.productId)));
    const [event] = decide(sale.state, command);
    if (event.kind === 'purchase-rejected') {
      if (!sale.state.opened) await requireProduct(request.productId);
      await statement('record the rejection', (sql) => recordRejection(sql, request.productId, event));
      wakeRelay();
      return soldOut();
    }

    await think();

    // The event, the order and what the outbox has to send: one statement, so all of it or nothing.
    const [order] = await statement('append if the version is free', (sql) => appendUnitsSold(sql, sale, event, request));
    if (order) {
      wakeRelay();
      return confirmed(order, event.data.remaining);
    }
    // The version is taken: what was decided is about a sale that is no more.
  } while (await tryAgain(FIVE_RETRIES));

  // Instead of giving up: the other way into the same aggregate, where whoever waits comes next.
  return purchaseInTurn(context, request);
};
