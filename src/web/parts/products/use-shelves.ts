'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { openStockFeed, type StockLevel } from '@/streaming/stock-feed';
import { applyShelfNews, newShelf, shownStock, type Shelf, type ShelfNews } from './shelf';

/** The stream tells of a sale within 250 ms; four times that, and it has told whatever an answer can have told. */
const CATCHES_UP_MS = 1_000;

export type LineState = 'connecting' | 'live' | 'lost';

export interface Shelves {
  /** What to show of a product: the server's number, less what this page is about to buy. */
  levelOf: (product: StockLevel) => { stock: number; initialStock: number };
  line: LineState;
  tell: (productId: number, news: ShelfNews) => void;
}

type Told = { kind: 'levels'; levels: readonly StockLevel[] } | { kind: 'of'; productId: number; news: ShelfNews } | { kind: 'all-caught-up' };
type ShelfMap = ReadonlyMap<number, Shelf>;

/** The shelves of the products on a page, kept fresh by a stock line. `onStranger`: the line tells of a product that is not among them. */
export function useShelves(products: readonly StockLevel[], url: string, onStranger: () => void): Shelves {
  const [shelves, dispatch] = useReducer(applyTold, products, (first): ShelfMap => new Map(first.map(({ id, stock, initialStock }) => [id, newShelf(stock, initialStock)])));
  const [line, setLine] = useState<LineState>('connecting');
  const isLive = useRef(false);
  const known = useRef<ReadonlySet<number>>(new Set());
  useEffect(() => {
    known.current = new Set(products.map(({ id }) => id));
  }, [products]);

  useEffect(
    () =>
      openStockFeed(url, (news) => {
        if (news.kind === 'stock') {
          dispatch({ kind: 'levels', levels: news.levels });
          if (news.levels.some(({ id }) => !known.current.has(id))) onStranger();
          return;
        }
        isLive.current = news.kind === 'live';
        setLine(news.kind);
      }),
    [url, onStranger],
  );

  useEffect(() => {
    if (line !== 'live') return;
    const timer = setTimeout(() => dispatch({ kind: 'all-caught-up' }), CATCHES_UP_MS);
    return () => clearTimeout(timer);
  }, [line]);

  const tell = useCallback((productId: number, news: ShelfNews) => {
    dispatch({ kind: 'of', productId, news });
    if (news.kind !== 'bought' && news.kind !== 'sold-out') return;
    setTimeout(() => {
      // A line that is down catches up with nothing; when it is up again, the effect above tells.
      if (isLive.current) dispatch({ kind: 'of', productId, news: { kind: 'caught-up', key: news.key } });
    }, CATCHES_UP_MS);
  }, []);

  const levelOf = useCallback(
    (product: StockLevel) => {
      const shelf = shelves.get(product.id);
      return shelf ? { stock: shownStock(shelf), initialStock: shelf.initialStock } : product;
    },
    [shelves],
  );
  return { levelOf, line, tell };
}

function applyTold(shelves: ShelfMap, told: Told): ShelfMap {
  const next = new Map(shelves);
  if (told.kind === 'levels') {
    for (const { id, stock, initialStock } of told.levels) next.set(id, applyShelfNews(next.get(id) ?? newShelf(stock, initialStock), { kind: 'stream', stock, initialStock }));
  } else if (told.kind === 'of') {
    const shelf = next.get(told.productId);
    if (shelf) next.set(told.productId, applyShelfNews(shelf, told.news));
  } else {
    for (const [id, shelf] of next) if (shelf.hint) next.set(id, applyShelfNews(shelf, { kind: 'caught-up', key: shelf.hint.key }));
  }
  return next;
}
