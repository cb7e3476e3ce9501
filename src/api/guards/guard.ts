import type { ApiRoute } from '../route';
import type { WebRuntime } from '../runtime/web-runtime';
import { refuseForeignHost, refuseForeignOrigin } from './origin';
import { refuseTooManyCalls } from './rate-limits';
import { requireInstructor } from './require-instructor';

/** Refuses a caller that may not call this route, according to its row. Throws a `Problem`; then nothing was read or done. */
export async function guard({ caller, method }: Pick<ApiRoute, 'caller' | 'method'>, request: Request, web: WebRuntime): Promise<void> {
  if (caller === 'monitoring') return;
  await refuseTooManyCalls(request, web);
  if (method !== 'GET') {
    refuseForeignOrigin(request);
    if (web.loopbackOnly) refuseForeignHost(request);
  }
  if (caller === 'instructor' || (caller === 'instructor-on-a-network' && !web.loopbackOnly)) await requireInstructor(request, web);
}
