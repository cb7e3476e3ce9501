import type { PurchaseRequest } from '@/domain/purchase';
import { sql, type Fragment } from './template';

/** The fields of an order that are not in the request. */
export interface OrderFields {
  /** Units left after this purchase; omitted by a shop that does not know. */
  remaining?: number | null;
  /** The token that the write was accepted with. */
  fencingToken?: string | number | null;
  /** Another product of a cart; the purchase's own unless it says otherwise. */
  productId?: number;
}

/** An order as its INSERT returned it. */
export interface OrderRow {
  id: number;
  created_at: Date;
}

/** The same, with the units that the sale left. */
export interface SoldRow extends OrderRow {
  remaining: number | null;
}

/** The INSERT of an order. Returns its id and creation time. */
export function orderRow(request: PurchaseRequest, { remaining = null, fencingToken = null, productId = request.productId }: OrderFields): Fragment {
  const { buyerId, quantity, idempotencyKey } = request;
  return fencingToken === null
    ? sql`
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
      values (${productId}, ${buyerId}, ${quantity}, ${remaining}, ${idempotencyKey})
      returning id, created_at
    `
    : sql`
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key, fencing_token)
      values (${productId}, ${buyerId}, ${quantity}, ${remaining}, ${idempotencyKey}, ${fencingToken})
      returning id, created_at
    `;
}

/**
 * One statement made of an UPDATE that returns the remaining `stock`, and the INSERT of its order: no row changed, no order. Both
 * happen or neither does.
 */
export function sellStatement(request: PurchaseRequest, update: Fragment, { fencingToken = null, productId = request.productId }: OrderFields): Fragment {
  const { buyerId, quantity, idempotencyKey } = request;
  return fencingToken === null
    ? sql`
      with sold as (${update})
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
      select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
      returning id, remaining, created_at
    `
    : sql`
      with sold as (${update})
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key, fencing_token)
      select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey}, ${fencingToken} from sold
      returning id, remaining, created_at
    `;
}
