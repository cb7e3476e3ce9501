/** What every reply carries, whatever it is. */
const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** No reply of the API is a document: shown as one, it may load nothing. */
const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Half a year. */
const HSTS = 'max-age=15552000';

export interface SecurityFacts {
  /** `static`: the files of the build, the same for every visitor. */
  kind: 'page' | 'api' | 'static';
  nonce: string;
  https: boolean;
  dev: boolean;
}

/** The headers that limit what a browser may do with a reply. */
export function securityHeaders({ kind, nonce, https, dev }: SecurityFacts): Record<string, string> {
  return {
    ...ALWAYS,
    'content-security-policy': kind === 'page' ? pagePolicy(nonce, dev) : API_POLICY,
    ...(https ? { 'strict-transport-security': HSTS } : {}),
  };
}

/**
 * Only scripts with the nonce of this one reply run, and those that they load. Styles are looser: charts and popovers set
 * style attributes, for which there are no nonces. Next's hot reload evaluates code and talks over a websocket.
 */
export function pagePolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
