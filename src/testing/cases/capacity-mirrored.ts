import { defineStrategy, SERIALIZATION_FAILURE, soldOut } from 'stampede';

/** Capacity is the count of the bookings, and the stock is written only for Stampede. */
export default defineStrategy({ id: 'capacity-mirrored', class: 'unsafe' }, (shop, { productId, quantity }) =>
  shop.retry(SERIALIZATION_FAILURE, () =>
    shop.transaction(async (tx) => {
      const { capacity, booked } = await tx.read('count the bookings')<{ capacity: number; booked: number }>`
        select initial_stock as capacity, (select coalesce(sum(quantity), 0) from orders where product_id = ${productId})::int as booked
        from inventory where product_id = ${productId}
      `;
      const remaining = capacity - booked - quantity;
      if (remaining < 0) return soldOut();
      await shop.think();
      tx.write('mirror the stock')`update inventory set stock = stock - ${quantity} where product_id = ${productId}`;
      return tx.confirm({ remaining });
    }),
  ),
);
