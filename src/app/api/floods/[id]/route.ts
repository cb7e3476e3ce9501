import { changes, reads } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';

/** A run, whole: its report once it has finished. */
export const GET = reads<{ id: string }>(async ({ params, runtime }) => {
  const run = await runtime.desk.find(params.id);
  if (!run) throw new Problem('not_found', `There is no run ${params.id}.`);
  return Response.json(run);
});

/** Cancels a queued or running flood. */
export const DELETE = changes<{ id: string }>(async ({ params, runtime }) => {
  const cancelled = await runtime.desk.cancel(params.id);
  if (!cancelled) throw new Problem('not_found', `No flood ${params.id} is under way, so nothing was cancelled.`);
  return new Response(null, { status: 204 });
});
