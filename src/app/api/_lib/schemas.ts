import { z } from 'zod';
import { LIMITS } from '@/domain/limits';

const { stock, quantity } = LIMITS;

/** Body of `POST /api/inventory`. */
export const inventoryInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  stock: z.int().min(stock.min).max(stock.max),
  price: z
    .string()
    .regex(/^\d{1,8}(\.\d{1,2})?$/, 'expected a price such as "19.90"')
    .optional(),
});

/** A product's id in a path. */
export const productId = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

/** Query of `GET /api/floods`. */
export const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) });

/** Body of the purchase endpoints, as the document shows it; the purchase handler itself decides. */
export const purchaseInput = z.object({
  productId: z.int().min(1),
  userId: z.union([z.string(), z.int()]),
  quantity: z.int().min(quantity.min).max(quantity.max).default(1),
});

/** Every error looks like this. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ name: z.string(), expected: z.string() })).optional(),
  }),
});
