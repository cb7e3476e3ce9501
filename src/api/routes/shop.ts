import { shopPurchaseBody } from '@/shop/read-purchase';
import { clientOf } from '../guards/rate-limits';
import { asText, route } from '../route';
import { idempotencyKey } from '../schemas/headers';
import * as shop from '../schemas/shop-replies';
import { shopSource } from '../streams/stock-source';
import { events, FRESH, json } from '../success';

export const shopRoutes = [
  route({
    method: 'GET',
    path: '/api/products',
    caller: 'anyone',
    summary: 'What the shop sells',
    success: json(200, 'products', shop.productsReply, { fresh: true }),
    handle: async ({ sandbox }) => ({ products: await sandbox.storefront.products() }),
  }),
  route({
    method: 'GET',
    path: '/api/products/events',
    caller: 'anyone',
    summary: 'Server-sent events: `stock` with all products of the shop, then with every change',
    success: events('event `stock`: `{ products: [{ id, stock, initialStock }] }`'),
    handle: ({ sandbox: { storefront } }) => (gone) => shopSource(storefront, gone),
  }),
  route({
    method: 'POST',
    path: '/api/purchase',
    caller: 'anyone',
    summary: 'Buy from the shop',
    details: 'Through the strategy of the shop (`STAMPEDE_SHOP_STRATEGY`). Limited for each user and each address; every answer to a valid purchase has the `RateLimit-*` headers.',
    headers: idempotencyKey,
    body: asText(shopPurchaseBody),
    success: json(200, 'bought; for a known key, the first order', shop.shopPurchaseReply, { limited: true }),
    refusals: {
      404: 'unknown_product',
      409: 'sold_out',
      422: 'idempotency_mismatch: the key belongs to a purchase with another body',
      429: 'too_many_purchases: nothing was bought, and details name the tier, `user` or `ip`',
      500: 'outcome_unknown: it may or may not have been bought; or internal',
      503: 'gave_up or store_unavailable: nothing was bought',
    },
    handle: async ({ request, body, sandbox }) => {
      const bought = await sandbox.purchase({ body, idempotencyKey: request.headers.get('idempotency-key'), client: clientOf(request) });
      return new Response(bought.body, { status: bought.status, headers: { 'content-type': 'application/json', ...FRESH, ...bought.headers } });
    },
  }),
];
