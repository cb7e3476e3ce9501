import { Problem } from './problem';

/**
 * Refuses a state-changing call that a page of another site sent with a visitor's browser. A call without an Origin
 * (curl, a script) passes: no browser was tricked into it.
 */
export function refuseForeignOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  const foreign = origin !== null && hostOf(origin) !== request.headers.get('host');
  if (foreign || request.headers.get('sec-fetch-site') === 'cross-site') {
    throw new Problem('forbidden_origin', 'This call came from a page of another site, so nothing was done.');
  }
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
