import { Problem } from '../problem';
import { parsed, route } from '../route';
import { inventoryInput } from '../schemas/inputs';
import { productInPath } from '../schemas/path';
import * as replies from '../schemas/replies';
import { stockSource } from '../streams/stock-source';
import { events, json } from '../success';

const noProduct = (id: number): Problem => new Problem('not_found', `There is no product ${id}.`);

export const productRoutes = [
  route({
    method: 'POST',
    path: '/api/inventory',
    caller: 'instructor-on-a-network',
    summary: 'Put a product on sale',
    details: 'Its units are counted in the stock model of `strategy`; in one row by default.',
    body: parsed(inventoryInput),
    success: json(201, 'created', replies.productReply, { location: ({ id }) => `/api/stock/${id}` }),
    handle: ({ body, sandbox }) => sandbox.products.create(body),
  }),
  route({
    method: 'POST',
    path: '/api/inventory/{id}/reset',
    caller: 'instructor-on-a-network',
    summary: 'Restore the initial stock of a product',
    details: 'Deletes its orders.',
    params: productInPath,
    success: json(200, 'reset', replies.productReply),
    refusals: { 404: 'not_found' },
    handle: async ({ params: { id }, sandbox }) => {
      const product = await sandbox.products.reset(id);
      if (!product) throw new Problem('not_found', `There is no product ${id}, so nothing was reset.`);
      return product;
    },
  }),
  route({
    method: 'GET',
    path: '/api/stock/{id}',
    caller: 'anyone',
    summary: 'The stock of a product',
    details: 'One statement over two primary keys, made for polling.',
    params: productInPath,
    success: json(200, 'its stock', replies.stockReply, { fresh: true }),
    refusals: { 404: 'not_found' },
    handle: async ({ params: { id }, sandbox }) => {
      const stock = await sandbox.storefront.stock(id);
      if (!stock) throw noProduct(id);
      return stock;
    },
  }),
  route({
    method: 'GET',
    path: '/api/stock/{id}/events',
    caller: 'anyone',
    summary: 'Server-sent events: `stock` whenever it changes',
    params: productInPath,
    success: events('event `stock`, now and on every change'),
    refusals: { 404: 'not_found' },
    handle: async ({ params: { id }, sandbox: { storefront } }) => {
      if (!(await storefront.has(id))) throw noProduct(id);
      return (gone) => stockSource(id, storefront, gone);
    },
  }),
];
