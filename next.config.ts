import type { NextConfig } from 'next';

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
];

const config: NextConfig = {
  // Drivers with native or conditional parts: loaded by Node, not bundled.
  serverExternalPackages: ['postgres', 'ioredis', 'redlock', 'undici', 'drizzle-orm', 'rate-limiter-flexible'],
  poweredByHeader: false,
  agentRules: false,
  // `npm test` and CI run tsc on the whole tree; a second pass here would only make the first start slower.
  typescript: { ignoreBuildErrors: true },
  headers: () => Promise.resolve([{ source: '/:path*', headers: securityHeaders }]),
};

export default config;
