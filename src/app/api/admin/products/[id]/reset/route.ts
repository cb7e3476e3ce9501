import { parseWith } from '@/app/api/_lib/body';
import { administers } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { productId } from '@/app/api/_lib/schemas';

/** Gives a product its first stock back and forgets its orders. */
export const POST = administers<{ id: string }>(async ({ params, runtime }) => {
  const { id } = parseWith(productId, params);
  const product = await runtime.admin.reset(id);
  if (!product) throw new Problem('not_found', `The shop has no product ${id}, so nothing was reset.`);
  return Response.json(product);
});
