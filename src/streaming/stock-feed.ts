/** What is left of one product. */
export interface StockLevel {
  id: number;
  stock: number;
  initialStock: number;
}

/** One piece of news from a stock line; `lost`: the line is down, `live`: it is up, and what is left follows at once. */
export type StockNews = { kind: 'stock'; levels: readonly StockLevel[] } | { kind: 'live' } | { kind: 'lost' };

/** How long after a refusal (a server that is not ready) one asks again. */
const AGAIN_MS = 1_000;

/** `/api/products/events` reports many products, `/api/stock/{id}/events` one. */
type StockMessage = { products: StockLevel[] } | { productId: number; stock: number; initialStock: number };

/**
 * Listens to a stock line for as long as the page can be seen. A hidden page hangs up: a browser has six connections for all
 * its tabs together, and what is left comes first on a new one. Returns the way to stop.
 */
export function openStockFeed(url: string, onNews: (news: StockNews) => void): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;

  const hangUp = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const connect = () => {
    hangUp();
    if (document.hidden) return;
    const opened = new EventSource(url);
    source = opened;
    opened.onopen = () => onNews({ kind: 'live' });
    opened.addEventListener('stock', ({ data }: MessageEvent<string>) => onNews({ kind: 'stock', levels: levelsOf(JSON.parse(data) as StockMessage) }));
    opened.onerror = () => {
      onNews({ kind: 'lost' });
      // The browser retries a lost line by itself, but gives up for good on a refusal.
      if (opened.readyState === EventSource.CLOSED) again = setTimeout(connect, AGAIN_MS);
    };
  };

  connect();
  document.addEventListener('visibilitychange', connect);
  // Back from the browser's cache of pages: the line was cut when the page went in.
  const comeBack = ({ persisted }: PageTransitionEvent) => {
    if (persisted) connect();
  };
  window.addEventListener('pageshow', comeBack);
  return () => {
    hangUp();
    document.removeEventListener('visibilitychange', connect);
    window.removeEventListener('pageshow', comeBack);
  };
}

const levelsOf = (message: StockMessage): StockLevel[] => ('products' in message ? message.products : [{ id: message.productId, stock: message.stock, initialStock: message.initialStock }]);
