/**
 * The stock of one product as a visitor sees it while purchases of their own are under way.
 *
 * Two sources report it: the stream, in order and always right in the end, and the answers to purchases, which overtake it. So
 * the stream rules, and an answer is only a hint that keeps the number from going back up until the stream has caught up.
 */
export interface StockView {
  /** The last value from the stream. */
  stream: number;
  initialStock: number;
  /** Purchases of this page without an answer yet. */
  pending: readonly PendingPurchase[];
  /** What an answer said that the stream does not seem to know yet. */
  hint: { left: number; key: string } | null;
}

interface PendingPurchase {
  key: string;
  quantity: number;
  /** The most that is shown until the answer comes. */
  ceiling: number;
  /** Its answer is about an earlier stock: the product was refilled in the meantime, or the key was used before. */
  outdated: boolean;
}

export type StockUpdate =
  /** `again`: with a key that was used before; the answer may then be an old one. */
  | { kind: 'pressed'; key: string; quantity: number; again?: boolean }
  | { kind: 'stream'; stock: number; initialStock: number }
  | { kind: 'bought'; key: string; remaining: number | null }
  | { kind: 'sold-out'; key: string }
  /** Nothing was bought, or it is unknown: the stream will show. */
  | { kind: 'given-back'; key: string }
  /** Enough time has passed since that answer for the stream to include it. */
  | { kind: 'caught-up'; key: string };

export const newStockView = (stock: number, initialStock: number): StockView => ({ stream: stock, initialStock, pending: [], hint: null });

/** The number to show: never negative, and the stream's once nothing is pending and it has caught up. */
export const shownStock = ({ stream, pending, hint }: StockView): number =>
  Math.max(0, Math.min(stream, hint?.left ?? stream, ...pending.map(({ ceiling }) => ceiling)));

/** The view after one update. */
export function applyStockUpdate(view: StockView, news: StockUpdate): StockView {
  switch (news.kind) {
    case 'pressed': {
      const { key, quantity, again = false } = news;
      if (view.pending.some((other) => other.key === key)) return view;
      return { ...view, pending: [...view.pending, { key, quantity, ceiling: shownStock(view) - quantity, outdated: again }] };
    }
    case 'stream':
      return afterStream(view, news);
    case 'bought':
      return answered(view, news.key, news.remaining);
    case 'sold-out': {
      const quantity = view.pending.find(({ key }) => key === news.key)?.quantity;
      // A buyer who wanted several and got none does not know how many are left.
      return answered(giveBack(view, news.key), news.key, quantity === 1 ? 0 : null);
    }
    case 'given-back':
      return answered(giveBack(view, news.key), news.key, null);
    case 'caught-up':
      return view.hint?.key === news.key ? { ...view, hint: null } : view;
  }
}

function afterStream(view: StockView, { stock, initialStock }: { stock: number; initialStock: number }): StockView {
  const rise = stock - view.stream;
  const next = { ...view, stream: stock, initialStock };
  // The stream is in order, so it rises only because the product was refilled: what was known before no longer counts.
  if (rise > 0) return { ...next, hint: null, pending: view.pending.map((one) => ({ ...one, ceiling: one.ceiling + rise, outdated: true })) };
  return { ...next, hint: view.hint && stock > view.hint.left ? view.hint : null };
}

/** Purchases pressed later had already subtracted its units. */
function giveBack(view: StockView, key: string): StockView {
  const place = view.pending.findIndex((one) => one.key === key);
  const quantity = view.pending[place]?.quantity ?? 0;
  return { ...view, pending: view.pending.map((one, at) => (at > place ? { ...one, ceiling: one.ceiling + quantity } : one)) };
}

function answered(view: StockView, key: string, left: number | null): StockView {
  const answeredOne = view.pending.find((one) => one.key === key);
  const pending = view.pending.filter((one) => one.key !== key);
  if (!answeredOne || answeredOne.outdated || left === null) return { ...view, pending };
  // Answers overtake each other as well: the lower one is the later one.
  const lowest = Math.min(left, view.hint?.left ?? left);
  return { ...view, pending, hint: view.stream > lowest ? { left: lowest, key } : null };
}
