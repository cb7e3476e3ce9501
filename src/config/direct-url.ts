import type { Environment } from './project-root';

/**
 * The address for work that needs a session of its own: DATABASE_DIRECT_URL, if the environment sets it together with this
 * DATABASE_URL; else the same URL. Databases that are not from the environment (our own, one made for a test) have one address.
 */
export function directUrl(databaseUrl: string, env: Environment = process.env): string {
  const direct = env.DATABASE_DIRECT_URL?.trim();
  return direct && env.DATABASE_URL?.trim() === databaseUrl ? direct : databaseUrl;
}
