'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { openStockFeed, type StockLevel } from '@/streaming/stock-feed';
import { applyStockUpdate, newStockView, shownStock, type StockView, type StockUpdate } from './stock-view';

/** The stream reports a sale within 250 ms; after four times that it has reported everything that an answer can have said. */
const CATCHES_UP_MS = 1_000;

export type LineState = 'connecting' | 'live' | 'lost';

export interface StockLevels {
  /** What to show of a product: the server's number, less what this page is about to buy. */
  levelOf: (product: StockLevel) => { stock: number; initialStock: number };
  line: LineState;
  report: (productId: number, news: StockUpdate) => void;
}

type Update = { kind: 'levels'; levels: readonly StockLevel[] } | { kind: 'of'; productId: number; news: StockUpdate } | { kind: 'all-caught-up' };
type StockViews = ReadonlyMap<number, StockView>;

/** The stock of the products on a page, kept fresh by a stock stream. `onStranger`: the stream names a product that is not among them. */
export function useStockLevels(products: readonly StockLevel[], url: string, onStranger: () => void): StockLevels {
  const [views, dispatch] = useReducer(applyUpdate, products, (first): StockViews => new Map(first.map(({ id, stock, initialStock }) => [id, newStockView(stock, initialStock)])));
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

  const report = useCallback((productId: number, news: StockUpdate) => {
    dispatch({ kind: 'of', productId, news });
    if (news.kind !== 'bought' && news.kind !== 'sold-out') return;
    setTimeout(() => {
      // A stream that is down catches up with nothing; the effect above reports when it is up again.
      if (isLive.current) dispatch({ kind: 'of', productId, news: { kind: 'caught-up', key: news.key } });
    }, CATCHES_UP_MS);
  }, []);

  const levelOf = useCallback(
    (product: StockLevel) => {
      const view = views.get(product.id);
      return view ? { stock: shownStock(view), initialStock: view.initialStock } : product;
    },
    [views],
  );
  return { levelOf, line, report };
}

function applyUpdate(views: StockViews, update: Update): StockViews {
  const next = new Map(views);
  if (update.kind === 'levels') {
    for (const { id, stock, initialStock } of update.levels) next.set(id, applyStockUpdate(next.get(id) ?? newStockView(stock, initialStock), { kind: 'stream', stock, initialStock }));
  } else if (update.kind === 'of') {
    const view = next.get(update.productId);
    if (view) next.set(update.productId, applyStockUpdate(view, update.news));
  } else {
    for (const [id, view] of next) if (view.hint) next.set(id, applyStockUpdate(view, { kind: 'caught-up', key: view.hint.key }));
  }
  return next;
}
