import { confirmed, defineStrategy, soldOut, type OrderRow } from 'stampede';

/** One statement that picks a seat and takes it: two of them may pick the same one. */
export default defineStrategy({ id: 'one-statement', class: 'unsafe', stockModel: 'units' }, async (shop, { productId, buyerId, quantity, idempotencyKey }) => {
  await shop.think();
  const order = await shop.write('claim the next free seat')<OrderRow>`
    with pick as (
      select unit_no from unit where product_id = ${productId} and order_id is null order by unit_no limit ${quantity}
    ), placed as (
      insert into orders (product_id, buyer_id, quantity, idempotency_key)
      select ${productId}, ${buyerId}, ${quantity}, ${idempotencyKey} where (select count(*) from pick) = ${quantity}
      returning id, created_at
    ), sold as (
      update unit set order_id = placed.id from placed where product_id = ${productId} and unit_no in (select unit_no from pick) returning unit_no
    )
    select id, created_at from placed
  `;
  if (order) return confirmed(order);
  await shop.requireProduct();
  return soldOut();
});
