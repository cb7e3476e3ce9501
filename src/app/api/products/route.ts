import { reads } from '@/app/api/_lib/handle';

/** What the shop sells, and what is left of it. */
export const GET = reads(async ({ runtime }) =>
  Response.json({ products: await runtime.storefront.products() }, { headers: { 'cache-control': 'no-store' } }),
);
