import { z } from 'zod';
import { LIMITS } from '@/domain/limits';
import { strategyIds } from '@/runs/strategy-ids';

const { stock } = LIMITS;

/** What Postgres can store and a page can show: no control characters, no halves of characters, and something to see. */
const PLAIN_TEXT = /^(?=\s*\S)[^\p{Cc}\p{Cs}]+$/u;

/** Body of `POST /api/inventory`. */
export const inventoryInput = z.strictObject({
  // Looked at before it is trimmed, which would drop a line break at the end.
  name: z.string().regex(PLAIN_TEXT, 'must not be blank or have control characters').trim().max(80),
  stock: z.int().min(stock.min).max(stock.max),
  price: z
    .string()
    .regex(/^\d{1,8}(\.\d{1,2})?$/, 'expected a price such as "19.90"')
    .optional(),
  /** Its units are counted where this strategy counts; in one row unless it says otherwise. */
  strategy: z
    .string()
    .refine((id) => strategyIds().includes(id), 'must be the id of a strategy')
    .optional(),
});

/** A number in a URL: plain digits alone, where `Number` would also take 0x1, 1e2 and spaces. */
const wholeInUrl = (max: number) => {
  const text = `must be a whole number from 1 to ${max}, in plain digits`;
  return z
    .string(text)
    .regex(/^[1-9]\d{0,9}$/, text)
    .transform(Number)
    .pipe(z.number().max(max, text));
};

/** A product's id in a path. */
export const productId = z.object({ id: wholeInUrl(2_147_483_647) });

/** Query of `GET /api/floods`. */
export const listQuery = z.strictObject({ limit: wholeInUrl(200).default(50) });

/** Query of `GET /api/floods/{id}/traces/{strategy}`. */
export const traceQuery = z.strictObject({ repeat: wholeInUrl(LIMITS.repeat.max).default(1) });
