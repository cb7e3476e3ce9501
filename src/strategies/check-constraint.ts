import { confirmed, defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'check-constraint',
    class: 'unsafe',
    title: 'CHECK constraint',
    tagline: 'naive under stock >= 0',
    stockModel: 'checked-row',
    idea: 'The naive code, and CHECK (stock >= 0) on the table to catch what slips through.',
    guarantee: 'The stock never becomes negative. It would not have: each buyer writes what it read minus n, which is not below zero. With stock = stock - n in the UPDATE the same CHECK does hold.',
    cost: 'None, and nothing is had for it.',
    failureMode: 'Lost update. The constraint looks at the number that is written, which is right, and not at how often it is.',
    isolationLevel: 'Read committed, each statement a transaction of its own.',
  },
  async (shop, { productId, quantity }) => {
    const { stock } = await shop.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
    if (stock < quantity) return soldOut();

    await shop.think();

    // The row of this sale is under CHECK (stock >= 0), and what is written always passes it.
    const order = await shop.sell('write stock and insert order')`
      update inventory set stock = ${stock - quantity} where product_id = ${productId} returning stock
    `;
    return confirmed(order);
  },
);
