import type { WebRuntime } from '@/runs/web-runtime';
import { readText } from './body';
import { teaches } from './handle';

type Half = 'bad' | 'good';

/** The strategy behind an endpoint that names none. */
const DEFAULTS: Readonly<Record<Half, string>> = { bad: 'naive', good: 'conditional-update' };

/** `POST /api/buy-bad` and `POST /api/buy-good`. */
export const buys = (half: Half) => teaches(({ request, runtime }) => buy(runtime, half, DEFAULTS[half], request));

/** The same through a strategy that the path names. */
export const buysThrough = (half: Half) =>
  teaches<{ id: string }>(({ request, params, runtime }) => buy(runtime, half, params.id, request));

/** Calls the handler that the shops run, so the answer is the same here and there. */
async function buy(runtime: WebRuntime, half: Half, strategyId: string, request: Request): Promise<Response> {
  const { headers } = request;
  const answer = await runtime.buy({
    strategyId,
    half,
    body: await readText(request),
    headers: {
      idempotencyKey: headers.get('idempotency-key'),
      thinkMs: headers.get('x-stampede-think-ms'),
      trace: headers.get('x-stampede-trace'),
    },
  });
  return new Response(answer.body, {
    status: answer.status,
    headers: { 'content-type': 'application/json', ...answer.headers },
  });
}
