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

/** `null`, the origin of a sandboxed page, is not a URL and so matches no site, even without a Host to compare it with. */
const isOurs = (origin: string, host: string | null): boolean => URL.canParse(origin) && new URL(origin).host === host;

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Refuses a state-changing call to a host name that is not this machine's. Another site can let its own name resolve to
 * 127.0.0.1 (DNS rebinding); its pages then have the origin that they call, and only the name differs.
 */
export function refuseForeignHost(request: Request): void {
  if (!LOOPBACK_HOST.test(request.headers.get('host') ?? '')) {
    throw new Problem('forbidden_host', 'This call was not addressed to localhost, the only host name accepted here, so nothing was done.');
  }
}
