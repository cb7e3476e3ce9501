import type { ShopLimits } from '@/runs/shop-limits';
import { limitHeaders } from '@/runs/shop-limits';
import type { WebRuntime } from '@/runs/web-runtime';
import { clientOf } from './client';
import { isInstructor } from './instructor-of';
import { Problem } from './problem';

/** Asked by machines that look after this one, and not to be turned away when it is busy. */
const EXEMPT = new Set(['/api/health', '/api/ready', '/api/metrics']);

/** On a network, one address calls the API so often and no oftener; the instructor as often as he likes. */
export async function refuseTooManyCalls(request: Request, runtime: WebRuntime): Promise<void> {
  if (runtime.loopbackOnly || EXEMPT.has(new URL(request.url).pathname) || isInstructor(request, runtime)) return;
  const standing = await runtime.shopLimits.call(clientOf(request));
  if (standing?.allowed === false) throw tooMany('too_many_calls', 'calls from one address', standing);
}

/** Counts a try to be let in, whatever comes of it. */
export async function refuseTooManyLogins(request: Request, runtime: WebRuntime): Promise<void> {
  const standing = await runtime.shopLimits.login(clientOf(request));
  if (standing?.allowed === false) throw tooMany('too_many_logins', 'tries to log in from one address', standing);
}

type Standing = NonNullable<Awaited<ReturnType<ShopLimits['call']>>>;

function tooMany(code: 'too_many_calls' | 'too_many_logins', what: string, standing: Standing): Problem {
  const headers = limitHeaders(standing);
  const message = `Too many ${what}: ${standing.limit} a minute are let in. Nothing was done; try again in ${headers['retry-after'] ?? '1'} seconds.`;
  return new Problem(code, message, undefined, { headers });
}
