import type { NextConfig } from 'next';

const config: NextConfig = {
  // Drivers with native or conditional parts: loaded by Node, not bundled.
  serverExternalPackages: ['postgres', 'ioredis', 'redlock', 'undici', 'drizzle-orm', 'pino', 'prom-client', 'rate-limiter-flexible'],
  // Next would leave it outside, behind a link below `.next/node_modules`, which no npm package can carry.
  transpilePackages: ['shiki'],
  poweredByHeader: false,
  agentRules: false,
  // `npm test` and CI run tsc on the whole tree; a second pass here would only make the first start slower.
  typescript: { ignoreBuildErrors: true },
  // No page shows a picture that would have to be made smaller, so there is nobody to ask for one.
  images: { unoptimized: true },
  // The server in front takes the headers away that this would compare with the address: a page is always answered whole, and never cached.
  experimental: { validateRSCRequestHeaders: false },
};

export default config;
