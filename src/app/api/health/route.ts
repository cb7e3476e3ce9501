import { webHealth } from '@/runs/web-health';

// Without a database it answers just so, and says what is missing: nothing else here does.
export const dynamic = 'force-dynamic';

/** Postgres, Redis and the shops, each up or down with its latency; 503 when the sandbox cannot work. */
export async function GET(): Promise<Response> {
  const health = await webHealth();
  return Response.json(health, { status: health.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
