import { parseWith, readBody } from '@/app/api/_lib/body';
import { administers } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { productId } from '@/app/api/_lib/schemas';
import { stockInput } from '@/app/api/_lib/shop-schemas';

/** Puts units on sale or takes some away, while others buy. */
export const POST = administers<{ id: string }>(async ({ request, params, runtime }) => {
  const { id } = parseWith(productId, params);
  const adjusted = await runtime.admin.adjust(id, await readBody(request, stockInput));
  switch (adjusted.kind) {
    case 'adjusted':
      return Response.json(adjusted.product);
    case 'unknown':
      throw new Problem('not_found', `The shop has no product ${id}, so nothing was changed.`);
    case 'would-be-negative':
      throw new Problem('would_be_negative', 'There are fewer units left than that, so nothing was changed.');
    case 'would-be-too-many':
      throw new Problem('would_be_too_many', 'No product may have so many units, so nothing was changed.');
    case 'counted-elsewhere':
      throw new Problem('counted_elsewhere', `The units of this product are counted as "${adjusted.stockModel}" and not in its row, so nothing was changed. The next purchase from the shop brings it back to its row, if the shop counts there.`);
  }
});
