/** The constraint that makes an idempotency key unique within a product. */
export const IDEMPOTENCY_CONSTRAINT = 'orders_idempotency_key';
