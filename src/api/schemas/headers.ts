import { IDEMPOTENCY_KEY_PATTERN } from '@/domain/idempotency-key';

/** The header by which a purchase that is sent again is known. The purchase itself checks it. */
export const idempotencyKey = { 'Idempotency-Key': { type: 'string', pattern: IDEMPOTENCY_KEY_PATTERN } };
