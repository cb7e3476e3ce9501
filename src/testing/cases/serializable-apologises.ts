import { defineStrategy, soldOut, SQLSTATE } from 'stampede';

/** SERIALIZABLE without a retry: the buyer gets 503. */
export default defineStrategy({ id: 'serializable-apologises', class: 'safe' }, (shop, { productId, quantity }) =>
  shop.giveUpOn([SQLSTATE.serializationFailure], 'please try again', () =>
    shop.transaction({ isolation: 'serializable' }, async (tx) => {
      const { stock } = await tx.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
      if (stock < quantity) return soldOut();
      await shop.think();
      tx.write('save')`update inventory set stock = ${stock - quantity} where product_id = ${productId}`;
      return tx.confirm({ remaining: stock - quantity });
    }),
  ),
);
