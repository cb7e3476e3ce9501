import { parseWith } from '@/app/api/_lib/body';
import { reads } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { productId } from '@/app/api/_lib/schemas';

/** What is left of a product. */
export const GET = reads<{ id: string }>(async ({ params, runtime }) => {
  const { id } = parseWith(productId, params);
  const stock = await runtime.storefront.stock(id);
  if (!stock) throw new Problem('not_found', `There is no product ${id}.`);
  return Response.json(stock, { headers: { 'cache-control': 'no-store' } });
});
