import { confirmed, defineStrategy, gaveUp, soldOut, type OrderRow } from 'stampede';

/** A cart: the first product with a guarded UPDATE, the second read and written back. */
export default defineStrategy({ id: 'cart-second-naive', class: 'unsafe', carts: true }, async (shop, { productId, quantity, cart = [] }) => {
  let own: OrderRow | null = null;
  const products = [productId, ...cart.filter((product) => product !== productId)];
  for (const [index, product] of products.entries()) {
    if (product === productId) {
      const hit = await shop.write('take from the first')`update inventory set stock = stock - ${quantity} where product_id = ${product} and stock >= ${quantity} returning stock`;
      if (!hit) return soldOut();
    } else {
      const { stock } = await shop.read('read the second')<{ stock: number }>`select stock from inventory where product_id = ${product}`;
      if (stock < quantity) return gaveUp('the second is sold out');
      await shop.think();
      await shop.write('write the second')`update inventory set stock = ${stock - quantity} where product_id = ${product}`;
    }
    await shop.think();
    const order = await shop.insertOrder({ productId: product }, `order line ${index + 1}`);
    if (product === productId) own = order;
  }
  return confirmed(own);
});
