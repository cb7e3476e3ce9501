import type { OpenDatabase } from './database';

/** What a purchase is about, before it is made. Amounts are decimal strings with two places: they never were floats. */
export interface Offer {
  productName: string;
  unitPrice: string;
  totalPrice: string;
  /** Whether the idempotency key has led to an order of this product already. */
  keyIsKnown: boolean;
}

/** One of the shop's own products, priced by the database. Null when the shop has none such; the sale of a flood is not its own. */
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
