import { Problem } from '../problem';

/**
 * Refuses a state-changing call that a page of another site sent with a visitor's browser. A call without an Origin
 * (curl, a script) passes: no browser was tricked into it.
 */
export function refuseForeignOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  const foreign = origin !== null && !isOurs(origin, request.headers.get('host'));
  if (foreign || request.headers.get('sec-fetch-site') === 'cross-site') {
    throw new Problem('forbidden_origin', 'This call came from a page of another site, so nothing was done.');
  }
}

/** `null`, the origin of a page in a sandbox, is no URL and so of no site, also where there is no Host to compare it with. */
const isOurs = (origin: string, host: string | null): boolean => URL.canParse(origin) && new URL(origin).host === host;

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Refuses a state-changing call to a name that is not this machine's. Another site can let its own name lead to
 * 127.0.0.1 (DNS rebinding); its pages then have the origin that they call, and only the name differs.
 */
export function refuseForeignHost(request: Request): void {
  if (!LOOPBACK_HOST.test(request.headers.get('host') ?? '')) {
    throw new Problem('forbidden_host', 'This call was not addressed to localhost, the only name here, so nothing was done.');
  }
}
