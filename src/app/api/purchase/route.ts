import { readText } from '@/app/api/_lib/body';
import { clientOf } from '@/app/api/_lib/client';
import { changes } from '@/app/api/_lib/handle';

/** Buys from the shop, through the strategy that it sells with. */
export const POST = changes(async ({ request, runtime }) => {
  const { status, headers, body } = await runtime.purchase({
    body: await readText(request),
    idempotencyKey: request.headers.get('idempotency-key'),
    client: clientOf(request),
  });
  return new Response(body, { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers } });
});
