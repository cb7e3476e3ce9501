import { kept } from './kept';
import type { ShopOrder } from '@/web/parts/products/product';

const KEPT = 30;

/** What was bought in this browser, newest first. The shop's database has the truth; a reset there does not reach this. */
export const purchaseLog = kept<readonly ShopOrder[]>('stampede.purchases', (text) => {
  try {
    const list = JSON.parse(text ?? '[]') as unknown;
    return Array.isArray(list) ? list.filter(isOrder) : [];
  } catch {
    return [];
  }
});

/** Adds one purchase. Two answers to the same key are one purchase. */
export function notePurchase(order: ShopOrder): void {
  purchaseLog.write([order, ...purchaseLog.read().filter(({ id }) => id !== order.id)].slice(0, KEPT));
}

function isOrder(value: unknown): value is ShopOrder {
  const order = (value ?? {}) as Partial<Record<keyof ShopOrder, unknown>>;
  const texts = [order.productName, order.userId, order.totalPrice];
  const dated = typeof order.createdAt === 'string' && !Number.isNaN(Date.parse(order.createdAt));
  return dated && texts.every((text) => typeof text === 'string') && [order.id, order.productId, order.quantity].every((number) => Number.isInteger(number));
}
