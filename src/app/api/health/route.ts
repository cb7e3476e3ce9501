import { reads } from '@/app/api/_lib/handle';

/** Postgres, Redis and the shops, each up or down with its latency; 503 when the sandbox cannot work. */
export const GET = reads(async ({ runtime }) => {
  const health = await runtime.health();
  return Response.json(health, { status: health.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
});
