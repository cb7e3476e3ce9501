import { count } from '@/web/parts/words/format';

/** Few: what a glance can count, or a tenth of what there was. */
const FEW = 5;
const FEW_SHARE = 0.1;

export type StockState = 'sold-out' | 'last-one' | 'few' | 'plenty';

export function stockState(stock: number, initialStock: number): StockState {
  if (stock <= 0) return 'sold-out';
  if (stock === 1) return 'last-one';
  return stock <= Math.max(FEW, initialStock * FEW_SHARE) ? 'few' : 'plenty';
}

export const STATE_WORDS: Readonly<Record<StockState, string>> = { 'sold-out': 'Sold out', 'last-one': 'Last one', few: 'Few left', plenty: 'In stock' };

/** '37 of 100 left'; without 'of' when the stock exceeds the initial stock, or that was zero. */
export const leftWords = (stock: number, initialStock: number): string => (stock > initialStock || initialStock === 0 ? `${count(stock)} left` : `${count(stock)} of ${count(initialStock)} left`);

/** The stock as a share of the initial stock, from 0 to 1. A little always shows while anything is left. */
export const fullness = (stock: number, initialStock: number): number => (stock <= 0 ? 0 : Math.max(0.01, Math.min(1, stock / Math.max(1, initialStock))));
