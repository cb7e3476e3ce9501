import { confirmed, defineStrategy, soldOut } from 'stampede';

export default defineStrategy(
  {
    id: 'conditional-update',
    class: 'safe',
    title: 'Conditional UPDATE',
    tagline: 'where stock >= n',
    idea: 'Let the database decide. UPDATE ... WHERE stock >= n checks and decrements in one statement, and the row count says whether it sold.',
    guarantee: 'Never oversells. The check and the write see the same row, under the same row lock.',
    cost: 'The lowest of all strategies: one round trip, and the row is locked only while the statement runs.',
    failureMode: "Only what fits into a WHERE clause can be checked. 'No row' does not say whether the product is sold out or unknown.",
    isolationLevel: 'Read committed. A waiting UPDATE re-reads the row and checks the condition again.',
  },
  async (shop, { productId, quantity }) => {
    await shop.think();

    const order = await shop.sell('take stock if there is enough')`
      update inventory set stock = stock - ${quantity}
      where product_id = ${productId}
        and stock >= ${quantity}
      returning stock
    `;
    if (order) return confirmed(order);
    await shop.requireProduct();
    return soldOut();
  },
);
