import { defineStrategy, soldOut } from 'stampede';

/** SERIALIZABLE without a retry: 40001 is thrown at the buyer. */
export default defineStrategy({ id: 'serializable-throws', class: 'safe' }, (shop, { productId, quantity }) =>
  shop.transaction({ isolation: 'serializable' }, async (tx) => {
    const { stock } = await tx.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
    if (stock < quantity) return soldOut();
    await shop.think();
    tx.write('save')`update inventory set stock = ${stock - quantity} where product_id = ${productId}`;
    return tx.confirm({ remaining: stock - quantity });
  }),
);
