import { readText } from './body';
import { changes } from './handle';

/** The strategy behind `POST /api/buy-good` without an id. */
const BEST = 'conditional-update';

/** A purchase endpoint. It calls the handler that the shops run, so the answer is the same here and there. */
export function buys(half: 'bad' | 'good') {
  return changes<{ id: string } | undefined>(async ({ request, params, runtime }) => {
    const { headers } = request;
    const answer = await runtime.buy({
      // Next gives no params to a route whose path has none.
      strategyId: params?.id ?? (half === 'bad' ? 'naive' : BEST),
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
  });
}
