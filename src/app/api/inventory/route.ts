import { readBody } from '@/app/api/_lib/body';
import { teaches } from '@/app/api/_lib/handle';
import { inventoryInput } from '@/app/api/_lib/schemas';

/** Puts a product on sale. */
export const POST = teaches(async ({ request, runtime }) => {
  const product = await runtime.products.create(await readBody(request, inventoryInput));
  return Response.json(product, { status: 201, headers: { location: `/api/stock/${product.id}` } });
});
