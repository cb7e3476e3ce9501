import { confirmed, defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'naive',
    class: 'unsafe',
    title: 'Naive',
    tagline: 'read, think, write back',
    idea: 'Read the stock, think, write back what was read minus the quantity.',
    guarantee: 'None. Two buyers that read the same stock both write the same value, and one of the two sales leaves no trace in the stock.',
    cost: 'Three short statements and no lock, which is why it is written so often.',
    failureMode: 'Lost update, as soon as two purchases overlap; with enough buyers it oversells. A test with one buyer shows nothing.',
    isolationLevel: 'Read committed, each statement a transaction of its own.',
  },
  async (shop, { productId, quantity }) => {
    const { stock } = await shop.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
    if (stock < quantity) return soldOut();

    await shop.think();

    const remaining = stock - quantity;
    const order = await shop.insertOrder({ remaining });
    await shop.write('write stock')`update inventory set stock = ${remaining} where product_id = ${productId} returning stock`;
    return confirmed(order, remaining);
  },
);
