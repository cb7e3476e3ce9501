import { IDEMPOTENCY_KEY_PATTERN } from '@/domain/idempotency-key';

/** The header that identifies a repeated purchase. The purchase itself validates it. */
export const idempotencyKey = { 'Idempotency-Key': { type: 'string', pattern: IDEMPOTENCY_KEY_PATTERN } };
