import { parseWith } from '@/app/api/_lib/body';
import { reads } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { productId } from '@/app/api/_lib/schemas';
import { stockSource } from '@/app/api/_lib/stock-source';
import { drainingSignal } from '@/runs/shutdown';
import { sseResponse } from '@/streaming/sse-response';

/** Event `stock` now and whenever it changes. */
export const GET = reads<{ id: string }>(async ({ request, params, runtime }) => {
  const { id } = parseWith(productId, params);
  if (!(await runtime.storefront.has(id))) throw new Problem('not_found', `There is no product ${id}.`);
  return sseResponse((gone) => stockSource(id, runtime.storefront, gone), request.signal, drainingSignal());
});
