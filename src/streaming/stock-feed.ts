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

/** `/api/products/events` tells of many products, `/api/stock/{id}/events` of one. */
type Told = { products: StockLevel[] } | { productId: number; stock: number; initialStock: number };

/**
 * Listens to a stock line for as long as the page can be seen. A hidden page hangs up: a browser has six connections for all
 * its tabs together, and what is left comes first on a new one. Returns the way to stop.
 */
export function openStockFeed(url: string, tell: (news: StockNews) => void): () => void {
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
    opened.onopen = () => tell({ kind: 'live' });
    opened.addEventListener('stock', ({ data }: MessageEvent<string>) => tell({ kind: 'stock', levels: levelsOf(JSON.parse(data) as Told) }));
    opened.onerror = () => {
      tell({ kind: 'lost' });
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

const levelsOf = (told: Told): StockLevel[] => ('products' in told ? told.products : [{ id: told.productId, stock: told.stock, initialStock: told.initialStock }]);
