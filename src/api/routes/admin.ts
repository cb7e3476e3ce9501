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
    summary: 'What the shop has sold: one statement, with its time and plan',
    success: json(200, 'the sums', shop.statsReply, { fresh: true }),
    handle: ({ sandbox }) => sandbox.admin.stats(),
  }),
  route({
    method: 'GET',
    path: '/api/admin/slow',
    caller,
    summary: 'Requests that took too long, newest first',
    success: json(200, 'the newest of them', shop.slowReply, { fresh: true }),
    handle: ({ sandbox }) => sandbox.admin.slow(),
  }),
  route({
    method: 'GET',
    path: '/api/admin/database',
    caller,
    summary: 'Who is connected to Postgres, who waits for whom, and what takes long',
    success: json(200, 'as it is now', shop.activityReply, { fresh: true }),
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
    summary: 'Add units to a product or take some away, while others buy',
    details: '`{ delta }` by so many, or `{ stock }` to so many.',
    params: productInPath,
    body: parsed(stockInput),
    success: json(200, 'as it is now', productReply),
    refusals: { 404: 'not_found', 409: 'would_be_negative, would_be_too_many or counted_elsewhere: nothing was changed' },
    handle: async ({ params: { id }, body, sandbox }) => {
      const adjusted = await sandbox.admin.adjust(id, body);
      switch (adjusted.kind) {
        case 'adjusted':
          return adjusted.product;
        case 'unknown':
          throw new Problem('not_found', `The shop has no product ${id}, so nothing was changed.`);
        case 'would-be-negative':
          throw new Problem('would_be_negative', 'There are fewer units left than that, so nothing was changed.');
        case 'would-be-too-many':
          throw new Problem('would_be_too_many', 'No product may have so many units, so nothing was changed.');
        case 'counted-elsewhere':
          throw new Problem('counted_elsewhere', `The units of this product are counted as "${adjusted.stockModel}" and not in its row, so nothing was changed. The next purchase from the shop brings it back to its row, if the shop counts there.`);
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/admin/products/{id}/reset',
    caller,
    summary: 'Give a product its first stock back and forget its orders',
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
    summary: 'How a user stands with purchases',
    details: 'One who never bought stands at nothing.',
    params: userInPath,
    success: json(200, 'the count', shop.userLimitReply, { fresh: true }),
    handle: ({ params: { userId }, sandbox }) => sandbox.admin.limit(userId),
  }),
  route({
    method: 'DELETE',
    path: '/api/admin/limits/{userId}',
    caller,
    summary: 'Forget what a user has bought, as far as limits go',
    params: userInPath,
    success: nothing('forgotten'),
    handle: ({ params: { userId }, sandbox }) => sandbox.admin.forgetLimit(userId),
  }),
];
