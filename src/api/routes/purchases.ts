import { purchaseBody } from '@/shop/read-purchase';
import { asText, route, type ApiRoute } from '../route';
import type { Sandbox } from '../runtime/sandbox';
import { idempotencyKey } from '../schemas/headers';
import { strategyInPath } from '../schemas/path';
import * as replies from '../schemas/replies';
import { json } from '../success';

type Half = 'bad' | 'good';

/** The strategies of the endpoints without an id. */
const DEFAULTS: Readonly<Record<Half, string>> = { bad: 'naive', good: 'conditional-update' };

const COMMON = {
  method: 'POST',
  caller: 'instructor-on-a-network',
  headers: idempotencyKey,
  body: asText(purchaseBody),
  success: json(200, 'bought', replies.purchaseReply),
  refusals: {
    404: 'unknown_product or unknown_strategy',
    409: 'sold_out',
    422: 'idempotency_mismatch: the key belongs to a purchase with another body',
    500: 'outcome_unknown: it may or may not have been bought; or internal',
    503: 'gave_up or store_unavailable: nothing was bought',
  },
} as const;

const DETAILS = 'Answered by the same handler that the shops run. `x-stampede-think-ms` adds a wait between reading and writing, `x-stampede-trace: 1` asks for the steps.';

export const purchaseRoutes: readonly ApiRoute[] = [
  route({ ...COMMON, path: '/api/buy-bad', summary: 'Buy from the naive shop', details: DETAILS, handle: ({ request, body, sandbox }) => buy(sandbox, 'bad', DEFAULTS.bad, request, body) }),
  route({ ...COMMON, path: '/api/buy-bad/{id}', summary: 'Buy through an unsafe strategy', details: DETAILS, params: strategyInPath, handle: ({ request, params, body, sandbox }) => buy(sandbox, 'bad', params.id, request, body) }),
  route({ ...COMMON, path: '/api/buy-good', summary: 'Buy from a shop that never oversells', details: `${DETAILS} The strategy is \`conditional-update\`.`, handle: ({ request, body, sandbox }) => buy(sandbox, 'good', DEFAULTS.good, request, body) }),
  route({ ...COMMON, path: '/api/buy-good/{id}', summary: 'Buy through a safe strategy', details: DETAILS, params: strategyInPath, handle: ({ request, params, body, sandbox }) => buy(sandbox, 'good', params.id, request, body) }),
];

async function buy(sandbox: Sandbox, half: Half, strategyId: string, { headers }: Request, body: string): Promise<Response> {
  const bought = await sandbox.buy({
    strategyId,
    half,
    body,
    headers: { idempotencyKey: headers.get('idempotency-key'), thinkMs: headers.get('x-stampede-think-ms'), trace: headers.get('x-stampede-trace') },
  });
  return new Response(bought.body, { status: bought.status, headers: { 'content-type': 'application/json', ...bought.headers } });
}
