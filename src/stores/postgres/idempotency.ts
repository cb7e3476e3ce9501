import type { Session } from './session';

/** The order that a key has led to. `id` and `createdAt` as stored; `remaining` as its buyer was told. */
export interface PlacedOrder {
  id: number;
  buyer_id: string;
  quantity: number;
  remaining: number;
  created_at: Date;
}

/** The constraint that makes a key unique within a product. */
export const IDEMPOTENCY_CONSTRAINT = 'orders_idempotency_key';

/** Finds the order of an idempotency key; null when there is none yet. One indexed select. */
export async function findOrderByKey(session: Session, productId: number, key: string): Promise<PlacedOrder | null> {
  const [order] = await session.sql<PlacedOrder>`
    select id, buyer_id, quantity, remaining, created_at from orders
    where product_id = ${productId} and idempotency_key = ${key}
  `;
  return order ?? null;
}
