import { z } from 'zod';
import { LIMITS } from '@/domain/limits';
import type { PathParam } from '../route';

/**
 * A number in a URL: only plain digits, because `Number` would also accept 0x1, 1e2 and spaces. The document shows it as the
 * number that it is for a caller, not as the text that is validated.
 */
const wholeInUrl = (max: number) => {
  const text = `must be a whole number from 1 to ${max}, in plain digits`;
  const number = z
    .string(text)
    .regex(/^[1-9]\d{0,9}$/, text)
    .transform(Number)
    .pipe(z.number().max(max, text));
  return number.meta({ shownAs: { type: 'integer', minimum: 1, maximum: max } });
};

const wholeInUrlOr = (fallback: number, max: number) => wholeInUrl(max).default(fallback).meta({ shownAs: { type: 'integer', minimum: 1, maximum: max, default: fallback } });

const productId: PathParam<number> = { schema: wholeInUrl(2_147_483_647), misfit: 'invalid' };
export const productInPath = { id: productId };

const uuid: PathParam<string> = { schema: z.uuid().meta({ shownAs: { type: 'string', format: 'uuid' } }), misfit: 'not_found' };
/** The id of a run, a lab or a search. */
export const idInPath = { id: uuid };

const name: PathParam<string> = { schema: z.string(), misfit: null };
export const strategyInPath = { id: name };
export const traceInPath = { ...idInPath, strategy: name };

/** Text that Postgres can store and a log can show, as in a purchase. */
const userId = z
  .string()
  .max(64)
  .regex(/^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u, 'must be 1 to 64 characters, not all spaces and none of them a control character')
  .meta({ shownAs: { type: 'string', minLength: 1, maxLength: 64 } });
export const userInPath = { userId: { schema: userId, misfit: 'invalid' } satisfies PathParam<string> };

/** Query of `GET /api/floods`. */
export const listQuery = z.strictObject({ limit: wholeInUrlOr(50, 200) });

/** Query of `GET /api/floods/{id}/traces/{strategy}`. */
export const traceQuery = z.strictObject({ repeat: wholeInUrlOr(1, LIMITS.repeat.max) });
