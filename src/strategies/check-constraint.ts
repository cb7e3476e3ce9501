import { confirmed, defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'check-constraint',
    class: 'unsafe',
    title: 'CHECK constraint',
    tagline: 'naive under stock >= 0',
    stockModel: 'checked-row',
    idea: 'The naive code, and CHECK (stock >= 0) on the table to catch what slips through.',
    guarantee: 'The stock never becomes negative, but it would not have anyway: each buyer writes what it read minus n, which is never below zero. With stock = stock - n in the UPDATE the same CHECK does prevent an oversell.',
    cost: 'Next to nothing, and it buys nothing.',
    failureMode: 'Lost update. The constraint checks the number that is written, which is valid, and not how many buyers write it.',
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
