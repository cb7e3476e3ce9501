import type { Health } from './health';
import { isDraining } from './shutdown';
import { openedRuntime } from './web-runtime';

/** How the web and its services are, also when none of them could ever be reached. */
export async function webHealth(): Promise<Health> {
  try {
    return await openedRuntime().health();
  } catch (error) {
    const away = { up: false, latencyMs: null, error: error instanceof Error ? error.message : String(error) };
    return { ok: false, postgres: away, redis: away, shops: { up: 0, of: 0 } };
  }
}

/** Whether a flood asked for now would be taken: Postgres answers, a shop is open, and nobody told this process to stop. */
export async function webReadiness(): Promise<{ ready: boolean; draining?: true }> {
  if (isDraining()) return { ready: false, draining: true };
  const { postgres, shops } = await webHealth();
  return { ready: postgres.up && shops.up > 0 };
}
