import { confirmed, defineStrategy, soldOut, type OrderRow } from 'stampede';

/** One statement that counts and inserts: two of them may count before either inserts. */
export default defineStrategy({ id: 'insert-select', class: 'unsafe' }, async (shop, { productId, buyerId, quantity, idempotencyKey }) => {
  await shop.think();
  const order = await shop.write('insert if there is room')<OrderRow & { remaining: number }>`
    with room as (
      select initial_stock - (select coalesce(sum(quantity), 0) from orders where product_id = ${productId})::int - ${quantity}::int as remaining
      from inventory where product_id = ${productId}
    ), placed as (
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
      select ${productId}, ${buyerId}, ${quantity}, remaining, ${idempotencyKey} from room where remaining >= 0
      returning id, created_at, remaining
    ), mirror as (
      update inventory set stock = stock - ${quantity} where product_id = ${productId} and exists (select 1 from placed)
    )
    select id, created_at, remaining from placed
  `;
  if (order) return confirmed(order);
  await shop.requireProduct();
  return soldOut();
});
