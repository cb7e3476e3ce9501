import { confirmed, defineStrategy, soldOut } from 'stampede';

/** A guarded decrement that only returns the row count, as with an ORM. */
export default defineStrategy({ id: 'update-many', class: 'safe' }, (shop, { productId, quantity }) =>
  shop.connection(async (connection) => {
    const { stock } = await connection.read('find the item')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
    if (stock < quantity) return soldOut();
    await shop.think();
    await connection.begin()`begin`;
    const hit = await connection.write('decrement where enough')`
      update inventory set stock = stock - ${quantity} where product_id = ${productId} and stock >= ${quantity} returning product_id
    `;
    if (!hit) {
      await connection.rollback()`rollback`;
      return soldOut();
    }
    const order = await connection.insertOrder({ remaining: stock - quantity }, 'create the order');
    await connection.commit()`commit`;
    return confirmed(order, stock - quantity);
  }),
);
