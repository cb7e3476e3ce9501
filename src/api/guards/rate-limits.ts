import { limitHeaders, type ShopLimits } from '@/shop/shop-limits';
import { Problem } from '../problem';
import type { WebRuntime } from '../runtime/web-runtime';
import { sandboxOf } from '../sandbox-of';
import { isInstructor } from './instructor-of';

/**
 * The address that a call came from, as the server in front of the routes has found it. Nothing else is believed: whatever a
 * client says of itself it could say otherwise the next time.
 */
export const clientOf = (request: Request): string => request.headers.get('x-stampede-client') ?? 'unknown';

/** On a network, one address calls the API so often and no oftener; the instructor as often as he likes. */
export async function refuseTooManyCalls(request: Request, web: WebRuntime): Promise<void> {
  const { shopLimits } = await sandboxOf(web);
  if (web.loopbackOnly || isInstructor(request, web)) return;
  const status = await shopLimits.call(clientOf(request));
  if (status?.allowed === false) throw tooMany('too_many_calls', 'calls from one address', status);
}

/** Counts a try to be let in, whatever comes of it. */
export async function refuseTooManyLogins(request: Request, { shopLimits }: { shopLimits: ShopLimits }): Promise<void> {
  const status = await shopLimits.login(clientOf(request));
  if (status?.allowed === false) throw tooMany('too_many_logins', 'tries to log in from one address', status);
}

type LimitStatus = NonNullable<Awaited<ReturnType<ShopLimits['call']>>>;

function tooMany(code: 'too_many_calls' | 'too_many_logins', what: string, status: LimitStatus): Problem {
  const headers = limitHeaders(status);
  const message = `Too many ${what}: ${status.limit} a minute are let in. Nothing was done; try again in ${headers['retry-after'] ?? '1'} seconds.`;
  return new Problem(code, message, undefined, { headers });
}
