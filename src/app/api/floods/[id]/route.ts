import { reads, teaches } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { runIdOf } from '@/app/api/_lib/run-id';

/** A run, whole: its report once it has finished. */
export const GET = reads<{ id: string }>(async ({ params, runtime }) => {
  const id = runIdOf(params);
  const run = await runtime.desk.find(id);
  if (!run) throw new Problem('not_found', `There is no run ${id}.`);
  return Response.json(run);
});

/** Cancels a queued or running flood. */
export const DELETE = teaches<{ id: string }>(async ({ params, runtime }) => {
  const id = runIdOf(params);
  const cancelled = await runtime.desk.cancel(id);
  if (!cancelled) throw new Problem('not_found', `No flood ${id} is under way, so nothing was cancelled.`);
  return new Response(null, { status: 204 });
});
