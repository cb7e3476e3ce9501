import { Problem } from '../problem';
import { parsed, route } from '../route';
import { stockInput } from '../schemas/inputs';
import { productInPath, userInPath } from '../schemas/path';
import { productReply } from '../schemas/replies';
import * as shop from '../schemas/shop-replies';
import { json, nothing } from '../success';

const caller = 'instructor';

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/api/admin/stats',
    caller,
    summary: 'What the shop has sold: one statement, shown with its time and plan',
    success: json(200, 'the sums', shop.statsReply, { fresh: true }),
    handle: ({ sandbox }) => sandbox.admin.stats(),
  }),
  route({
    method: 'GET',
    path: '/api/admin/slow',
    caller,
    summary: 'Slow requests, newest first',
    success: json(200, 'the newest ones', shop.slowReply, { fresh: true }),
    handle: ({ sandbox }) => sandbox.admin.slow(),
  }),
  route({
    method: 'GET',
    path: '/api/admin/database',
    caller,
    summary: 'Sessions in Postgres: which are connected, which wait for others, and what takes long',
    success: json(200, 'the current state', shop.activityReply, { fresh: true }),
    handle: ({ sandbox }) => sandbox.admin.database(),
  }),
  route({
    method: 'GET',
    path: '/api/admin/redis',
    caller,
    summary: 'Every Redis, up or down',
    success: json(200, 'the servers', shop.redisReply, { fresh: true }),
    handle: ({ sandbox }) => sandbox.admin.redis(),
  }),
  route({
    method: 'POST',
    path: '/api/admin/products/{id}/stock',
    caller,
    summary: 'Add or remove units of a product while it is being sold',
    details: '`{ delta }` changes the stock by that many units, `{ stock }` sets it.',
    params: productInPath,
    body: parsed(stockInput),
    success: json(200, 'the current state', productReply),
    refusals: { 404: 'not_found', 409: 'would_be_negative, would_be_too_many or counted_elsewhere: nothing was changed' },
    handle: async ({ params: { id }, body, sandbox }) => {
      const adjusted = await sandbox.admin.adjust(id, body);
      switch (adjusted.kind) {
        case 'adjusted':
          return adjusted.product;
        case 'unknown':
          throw new Problem('not_found', `The shop has no product ${id}, so nothing was changed.`);
        case 'would-be-negative':
          throw new Problem('would_be_negative', 'There are fewer units left than you want to remove, so nothing was changed.');
        case 'would-be-too-many':
          throw new Problem('would_be_too_many', 'No product may have that many units, so nothing was changed.');
        case 'counted-elsewhere':
          throw new Problem('counted_elsewhere', `The units of this product are counted as "${adjusted.stockModel}" and not in its row, so nothing was changed. The next purchase from the shop moves it back to its row, if the shop's strategy counts there.`);
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/admin/products/{id}/reset',
    caller,
    summary: 'Restore the initial stock of a product and delete its orders',
    params: productInPath,
    success: json(200, 'reset', productReply),
    refusals: { 404: 'not_found' },
    handle: async ({ params: { id }, sandbox }) => {
      const product = await sandbox.admin.reset(id);
      if (!product) throw new Problem('not_found', `The shop has no product ${id}, so nothing was reset.`);
      return product;
    },
  }),
  route({
    method: 'GET',
    path: '/api/admin/limits/{userId}',
    caller,
    summary: 'The purchase limit of a user, and how much of it is used',
    details: 'For a user who never bought, nothing is used.',
    params: userInPath,
    success: json(200, 'the count', shop.userLimitReply, { fresh: true }),
    handle: ({ params: { userId }, sandbox }) => sandbox.admin.limit(userId),
  }),
  route({
    method: 'DELETE',
    path: '/api/admin/limits/{userId}',
    caller,
    summary: 'Reset the purchase limit of a user',
    params: userInPath,
    success: nothing('forgotten'),
    handle: ({ params: { userId }, sandbox }) => sandbox.admin.forgetLimit(userId),
  }),
];
