import { z } from 'zod';
import { LIMITS } from '@/domain/limits';
import { strategyIds } from '@/strategies/strategy-ids';

const { stock } = LIMITS;

/** Text that Postgres can store and a page can show: no control characters, no lone surrogates, and not blank. */
const PLAIN_TEXT = /^(?=\s*\S)[^\p{Cc}\p{Cs}]+$/u;

/** Body of `POST /api/inventory`. */
export const inventoryInput = z.strictObject({
  // Checked before it is trimmed, which would drop a line break at the end.
  name: z.string().regex(PLAIN_TEXT, 'must not be blank or have control characters').trim().max(80),
  stock: z.int().min(stock.min).max(stock.max),
  price: z
    .string()
    .regex(/^\d{1,8}(\.\d{1,2})?$/, 'expected a price such as "19.90"')
    .optional(),
  /** Its units are counted in this strategy's stock model; in one row by default. */
  strategy: z
    .string()
    .refine((id) => strategyIds().includes(id), 'must be the id of a strategy')
    .optional(),
});

/** Body of `POST /api/login`. */
export const loginInput = z.strictObject({ token: z.string().min(1).max(128) });

const { max } = LIMITS.stock;

/** Body of `POST /api/admin/products/{id}/stock`: a change, or the new stock. */
export const stockInput = z.union(
  [z.strictObject({ delta: z.int().min(-max).max(max) }), z.strictObject({ stock: z.int().min(0).max(max) })],
  `either { delta } from -${max} to ${max} or { stock } from 0 to ${max}, in whole units`,
);
