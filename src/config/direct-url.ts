import type { Environment } from './project-root';

/**
 * Where to go for what needs a session of its own: DATABASE_DIRECT_URL, when the environment names it beside this very
 * DATABASE_URL; else the same URL. Databases that the environment does not name (our own, one made for a test) have one address.
 */
export function directUrl(databaseUrl: string, env: Environment = process.env): string {
  const direct = env.DATABASE_DIRECT_URL?.trim();
  return direct && env.DATABASE_URL?.trim() === databaseUrl ? direct : databaseUrl;
}
