import { confirmed, defineStrategy, soldOut } from 'stampede';

/** A transaction by hand that is left open on the early return. */
export default defineStrategy({ id: 'open-upper', class: 'safe' }, (shop, { productId, quantity }) =>
  shop.connection(async (connection) => {
    await connection.begin('open')`BEGIN`;
    const { stock } = await connection.lock('lock the row')<{ stock: number }>`select stock from inventory where product_id = ${productId} for update`;
    if (stock < quantity) return soldOut(); // no rollback here: the bug
    await shop.think();
    const remaining = stock - quantity;
    await connection.write('save')`update inventory set stock = ${remaining} where product_id = ${productId}`;
    const order = await connection.insertOrder({ remaining }, 'create the order');
    await connection.commit()`COMMIT`;
    return confirmed(order, remaining);
  }),
);
