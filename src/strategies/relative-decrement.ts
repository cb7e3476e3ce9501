import { confirmed, defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'relative-decrement',
    class: 'unsafe',
    title: 'Relative decrement',
    tagline: 'check, then stock - n',
    idea: 'Check, then let the database subtract. SET stock = stock - n cannot lose an update, so what could go wrong?',
    guarantee: 'Every sale shows in the stock. Whether a unit is left is checked before the write, and not again with it.',
    cost: 'Three short statements and no lock.',
    failureMode: 'Oversell with negative stock. All buyers that saw the last unit subtract it, one after the other.',
    isolationLevel: 'Read committed, each statement a transaction of its own. The UPDATE sees the newest row, and checks nothing in it.',
  },
  async (shop, { productId, quantity }) => {
    const { stock } = await shop.read('read stock')<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
    if (stock < quantity) return soldOut();

    await shop.think();

    const order = await shop.sell('subtract and insert order')`
      update inventory set stock = stock - ${quantity}
      where product_id = ${productId} -- and stock >= n is what is missing
      returning stock
    `;
    return confirmed(order);
  },
);
