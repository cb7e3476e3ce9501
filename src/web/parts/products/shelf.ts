/**
 * What one product's shelf holds, as a visitor sees it while purchases of their own are on the way.
 *
 * Two lines bring news of it: the stream, in order and always right in the end, and the answers to purchases, which overtake it. So
 * the stream rules, and an answer is only a hint that keeps the number from going back up until the stream has caught up.
 */
export interface Shelf {
  /** What the stream has told last. */
  stream: number;
  initialStock: number;
  /** Purchases of this page without an answer yet. */
  pending: readonly PendingPurchase[];
  /** What an answer told that the stream does not seem to know yet. */
  hint: { left: number; key: string } | null;
}

interface PendingPurchase {
  key: string;
  quantity: number;
  /** What is shown at the most until the answer comes. */
  ceiling: number;
  /** Its answer tells of another shelf than this: it was filled in the meantime, or the key was used before. */
  outdated: boolean;
}

export type ShelfNews =
  /** `again`: with a key that was used before; the answer may then be an old one. */
  | { kind: 'pressed'; key: string; quantity: number; again?: boolean }
  | { kind: 'stream'; stock: number; initialStock: number }
  | { kind: 'bought'; key: string; remaining: number | null }
  | { kind: 'sold-out'; key: string }
  /** Nothing was bought, or nobody knows: the stream will tell. */
  | { kind: 'given-back'; key: string }
  /** Time enough has passed since that answer for the stream to know of it. */
  | { kind: 'caught-up'; key: string };

export const newShelf = (stock: number, initialStock: number): Shelf => ({ stream: stock, initialStock, pending: [], hint: null });

/** The number to show: never negative, and the stream's once nothing is pending and it has caught up. */
export const shownStock = ({ stream, pending, hint }: Shelf): number =>
  Math.max(0, Math.min(stream, hint?.left ?? stream, ...pending.map(({ ceiling }) => ceiling)));

/** The shelf after one piece of news. */
export function applyShelfNews(shelf: Shelf, news: ShelfNews): Shelf {
  switch (news.kind) {
    case 'pressed': {
      const { key, quantity, again = false } = news;
      if (shelf.pending.some((other) => other.key === key)) return shelf;
      return { ...shelf, pending: [...shelf.pending, { key, quantity, ceiling: shownStock(shelf) - quantity, outdated: again }] };
    }
    case 'stream':
      return afterStream(shelf, news);
    case 'bought':
      return answered(shelf, news.key, news.remaining);
    case 'sold-out': {
      const quantity = shelf.pending.find(({ key }) => key === news.key)?.quantity;
      // Who wanted several and got none does not know how many are left.
      return answered(giveBack(shelf, news.key), news.key, quantity === 1 ? 0 : null);
    }
    case 'given-back':
      return answered(giveBack(shelf, news.key), news.key, null);
    case 'caught-up':
      return shelf.hint?.key === news.key ? { ...shelf, hint: null } : shelf;
  }
}

function afterStream(shelf: Shelf, { stock, initialStock }: { stock: number; initialStock: number }): Shelf {
  const rise = stock - shelf.stream;
  const next = { ...shelf, stream: stock, initialStock };
  // The stream is in order, so it rises only because the shelf was filled: what was known before is of no use any more.
  if (rise > 0) return { ...next, hint: null, pending: shelf.pending.map((one) => ({ ...one, ceiling: one.ceiling + rise, outdated: true })) };
  return { ...next, hint: shelf.hint && stock > shelf.hint.left ? shelf.hint : null };
}

/** What was pressed after it had reckoned with its units. */
function giveBack(shelf: Shelf, key: string): Shelf {
  const place = shelf.pending.findIndex((one) => one.key === key);
  const quantity = shelf.pending[place]?.quantity ?? 0;
  return { ...shelf, pending: shelf.pending.map((one, at) => (at > place ? { ...one, ceiling: one.ceiling + quantity } : one)) };
}

function answered(shelf: Shelf, key: string, left: number | null): Shelf {
  const answeredOne = shelf.pending.find((one) => one.key === key);
  const pending = shelf.pending.filter((one) => one.key !== key);
  if (!answeredOne || answeredOne.outdated || left === null) return { ...shelf, pending };
  // Answers overtake each other as well: the lower one is the later one.
  const lowest = Math.min(left, shelf.hint?.left ?? left);
  return { ...shelf, pending, hint: shelf.stream > lowest ? { left: lowest, key } : null };
}
