/** The header by which a purchase that is sent again is known. The purchase itself checks it. */
export const idempotencyKey = { 'Idempotency-Key': { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' } };
