import { shopPurchaseBody } from '@/shop/read-purchase';
import { idempotencyKeyInHeader, answer, bodyOf, instructorOnly, INSTRUCTOR, limited, OPEN, productInPath, READING, refusals, userInUrl, type Json } from './openapi-parts';
import * as replies from './reply-schemas';
import * as shop from './shop-reply-schemas';
import { loginInput, stockInput } from './shop-schemas';

const SENT = { 400: 'bad_json or invalid', 413: 'body_too_large' };

/** The storefront: what everybody may call. */
export function storefrontPaths(): Json {
  return {
    '/api/products': { get: { summary: 'What the shop sells', responses: { 200: answer('products', shop.productsReply), ...refusals(READING) } } },
    '/api/products/events': {
      get: {
        summary: 'Server-sent events: `stock` with all that the shop sells, then with whatever changes',
        responses: { 200: answer('event `stock`: `{ products: [{ id, stock, initialStock }] }`', 'text/event-stream'), ...refusals(READING) },
      },
    },
    '/api/purchase': {
      post: {
        summary: 'Buy from the shop',
        parameters: [idempotencyKeyInHeader],
        requestBody: bodyOf(shopPurchaseBody),
        responses: {
          200: limited(answer('bought; with a key that is known, the order of the first time', shop.shopPurchaseReply)),
          ...refusals({
            ...OPEN,
            ...SENT,
            404: 'unknown_product',
            409: 'sold_out',
            422: 'idempotency_mismatch: the key belongs to a purchase with another body',
            429: 'too_many_purchases: nothing was bought, and details name the tier, `user` or `ip`; or too_many_calls',
            500: 'outcome_unknown: it may or may not have been bought; or internal',
            503: 'gave_up, store_unavailable or service_missing: nothing was bought',
          }),
        },
      },
    },
    '/api/login': {
      post: {
        summary: 'Become the instructor, by a cookie',
        requestBody: bodyOf(loginInput),
        responses: { 204: answer('logged in'), ...refusals({ ...OPEN, ...SENT, 401: 'wrong_token', 429: 'too_many_logins or too_many_calls' }) },
      },
    },
    '/api/logout': { post: { summary: 'Take the cookie back', responses: { 204: answer('logged out'), ...refusals(OPEN) } } },
    '/api/session': {
      get: { summary: 'Whether the caller is the instructor, and whether flooding and the like take one here', responses: { 200: answer('who', shop.sessionReply), ...refusals(READING) } },
    },
  };
}

/** What is the instructor's alone. */
export function adminPaths(): Json {
  const reading = (summary: string, ok: Json): Json => ({ get: instructorOnly({ summary, responses: { 200: ok, ...refusals({ ...READING, 401: INSTRUCTOR }) } }) });
  const changing = { ...OPEN, 401: INSTRUCTOR, 404: 'not_found' };
  return {
    '/api/admin/stats': reading('What the shop has sold: one statement, with its time and plan', answer('the sums', shop.statsReply)),
    '/api/admin/slow': reading('Requests that took too long, newest first', answer('the newest of them', shop.slowReply)),
    '/api/admin/database': reading('Who is connected to Postgres, who waits for whom, and what takes long', answer('as it is now', shop.activityReply)),
    '/api/admin/redis': reading('Every Redis, up or down', answer('the servers', shop.redisReply)),
    '/api/admin/products/{id}/stock': {
      post: instructorOnly({
        summary: 'Put units on the shelf or take some away, while others buy',
        parameters: [productInPath],
        requestBody: bodyOf(stockInput),
        responses: {
          200: answer('as it is now', replies.productReply),
          ...refusals({ ...changing, ...SENT, 409: 'would_be_negative, would_be_too_many or counted_elsewhere: nothing was changed' }),
        },
      }),
    },
    '/api/admin/products/{id}/reset': {
      post: instructorOnly({
        summary: 'Give a product its first stock back and forget its orders',
        parameters: [productInPath],
        responses: { 200: answer('reset', replies.productReply), ...refusals({ ...changing, 400: 'invalid' }) },
      }),
    },
    '/api/admin/limits/{userId}': {
      get: instructorOnly({
        summary: 'How a user stands with purchases',
        parameters: [userInUrl],
        responses: { 200: answer('the count', shop.userLimitReply), ...refusals({ ...READING, 400: 'invalid', 401: INSTRUCTOR }) },
      }),
      delete: instructorOnly({
        summary: 'Forget what a user has bought, as far as limits go',
        parameters: [userInUrl],
        responses: { 204: answer('forgotten'), ...refusals({ ...OPEN, 400: 'invalid', 401: INSTRUCTOR }) },
      }),
    },
  };
}
