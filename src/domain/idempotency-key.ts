/** What an `Idempotency-Key` may be: visible characters only, so that a key reads the same in every log. */
export const IDEMPOTENCY_KEY_PATTERN = '^[\\x21-\\x7e]{1,128}$';

const PATTERN = new RegExp(IDEMPOTENCY_KEY_PATTERN);

export const isIdempotencyKey = (text: string): boolean => PATTERN.test(text);
