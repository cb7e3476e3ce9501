/** The shop does not have this product. */
export class UnknownProduct extends Error {
  constructor(readonly productId: number) {
    super(`There is no product ${productId}; nothing was bought.`);
    this.name = 'UnknownProduct';
  }
}
