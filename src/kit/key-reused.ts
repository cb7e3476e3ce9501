/** The idempotency key already belongs to an order of another buyer or quantity. */
export class KeyReused extends Error {
  constructor(key: string) {
    super(`The Idempotency-Key ${key} belongs to another purchase; nothing was bought.`);
    this.name = 'KeyReused';
  }
}
