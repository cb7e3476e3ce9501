import { z } from 'zod';
import type { ShopAdmin } from '../runtime/shop-admin';
import type { Storefront } from '@/shop/storefront';

// The answers to the storefront and the instructor. The types tie each schema to what the routes really send.

const amount = z.string().meta({ pattern: '^\\d+\\.\\d{2}$', description: 'a decimal with two places, as text, never a float' });

export const productsReply: z.ZodType<{ products: Awaited<ReturnType<Storefront['products']>> }> = z.object({
  products: z.array(z.object({ id: z.int(), name: z.string(), price: amount, stock: z.int(), initialStock: z.int() })),
});

export const shopPurchaseReply = z.object({
  order: z.object({
    id: z.int(),
    productId: z.int(),
    productName: z.string(),
    userId: z.string(),
    quantity: z.int(),
    unitPrice: amount,
    totalPrice: amount,
    remaining: z.int().nullable(),
    createdAt: z.string(),
  }),
});

export const sessionReply = z.object({ instructor: z.boolean(), tokenNeeded: z.boolean() });

export const statsReply: z.ZodType<Awaited<ReturnType<ShopAdmin['stats']>>> = z.object({
  totalRevenue: amount,
  unitsSold: z.int(),
  orders: z.int(),
  topProducts: z.array(z.object({ productId: z.int(), name: z.string(), unitsSold: z.int(), oversold: z.int(), revenue: amount })),
  revenueByDay: z.array(z.object({ day: z.string(), revenue: amount, unitsSold: z.int() })),
  meta: z.object({ sql: z.string(), durationMs: z.number(), plan: z.array(z.string()) }),
});

export const userLimitReply: z.ZodType<Awaited<ReturnType<ShopAdmin['limit']>>> = z.object({
  userId: z.string(),
  limit: z.int(),
  used: z.int(),
  remaining: z.int(),
  resetsInMs: z.number(),
  store: z.enum(['redis', 'memory']),
});

export const slowReply: z.ZodType<ReturnType<ShopAdmin['slow']>> = z.object({
  thresholdMs: z.number(),
  requests: z.array(
    z.object({
      at: z.string(),
      requestId: z.string(),
      method: z.string(),
      path: z.string(),
      status: z.int(),
      durationMs: z.number(),
      replica: z.string().optional(),
    }),
  ),
});

export const activityReply: z.ZodType<Awaited<ReturnType<ShopAdmin['database']>>> = z.object({
  pool: z.array(z.object({ applicationName: z.string(), state: z.string(), connections: z.int() })),
  waits: z.array(
    z.object({
      waitingPid: z.int(),
      waitingApplication: z.string(),
      waitingQuery: z.string(),
      waitedMs: z.number(),
      blockingPid: z.int(),
      blockingApplication: z.string(),
      blockingQuery: z.string(),
      lock: z.string(),
    }),
  ),
  longQueries: z.array(z.object({ pid: z.int(), applicationName: z.string(), state: z.string(), query: z.string(), runningMs: z.number() })),
});

export const redisReply: z.ZodType<Awaited<ReturnType<ShopAdmin['redis']>>> = z.object({
  servers: z.array(z.object({ url: z.string(), up: z.boolean(), latencyMs: z.number().nullable() })),
});
