import type { OpenDatabase } from './database';

/** The price and product of a purchase, before it is made. Amounts are decimal strings with two places, never floats. */
export interface Offer {
  productName: string;
  unitPrice: string;
  totalPrice: string;
  /** Whether the idempotency key already belongs to an order of this product. */
  keyIsKnown: boolean;
}

/** One of the shop's own products, priced by the database. Null if the shop has no such product; products made for a flood do not count. */
export async function findOffer({ client }: OpenDatabase, productId: number, quantity: number, idempotencyKey: string | null): Promise<Offer | null> {
  const [offer] = await client<Offer[]>`
    select
      name as "productName",
      price::text as "unitPrice",
      (price * ${quantity}::int)::text as "totalPrice",
      exists (
        select from orders
        where orders.product_id = product.id and orders.idempotency_key = ${idempotencyKey}::text
      ) as "keyIsKnown"
    from product
    where id = ${productId}
      and run_id is null
  `;
  return offer ?? null;
}
