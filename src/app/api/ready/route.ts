import { reads } from '@/app/api/_lib/handle';

/** Whether a flood asked for now would be taken: Postgres answers and a shop is open. */
export const GET = reads(async ({ runtime }) => {
  const { postgres, shops } = await runtime.health();
  const ready = postgres.up && shops.up > 0;
  return Response.json({ ready }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
});
