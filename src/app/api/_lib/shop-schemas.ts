import { z } from 'zod';
import { LIMITS } from '@/domain/limits';

/** Body of `POST /api/login`. */
export const loginInput = z.strictObject({ token: z.string().min(1).max(128) });

const { max } = LIMITS.stock;

/** Body of `POST /api/admin/products/{id}/stock`: by so many, or to so many. */
export const stockInput = z.union(
  [z.strictObject({ delta: z.int().min(-max).max(max) }), z.strictObject({ stock: z.int().min(0).max(max) })],
  `either { delta } from -${max} to ${max} or { stock } from 0 to ${max}, in whole units`,
);

/** What Postgres can store and a log can show, as in a purchase. */
const userId = z.string().max(64).regex(/^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u, 'must be 1 to 64 characters, not all spaces and none of them a control character');

/** A user in a path. */
export const userInPath = z.object({ userId });
