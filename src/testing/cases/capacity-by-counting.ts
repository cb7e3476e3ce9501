import { defineStrategy, SERIALIZATION_FAILURE, soldOut } from 'stampede';

/** Capacity is the count of the bookings; there is no stock column. */
export default defineStrategy({ id: 'capacity-by-counting', class: 'unsafe' }, (shop, { productId, quantity }) =>
  shop.retry(SERIALIZATION_FAILURE, () =>
    shop.transaction(async (tx) => {
      const { capacity, booked } = await tx.read('count the bookings')<{ capacity: number; booked: number }>`
        select initial_stock as capacity, (select coalesce(sum(quantity), 0) from orders where product_id = ${productId})::int as booked
        from inventory where product_id = ${productId}
      `;
      const remaining = capacity - booked - quantity;
      if (remaining < 0) return soldOut();
      await shop.think();
      return tx.confirm({ remaining });
    }),
  ),
);
