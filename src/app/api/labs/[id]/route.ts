import { reads, teaches } from '@/app/api/_lib/handle';
import { noLab } from '@/app/api/_lib/lab-problem';
import { runIdOf } from '@/app/api/_lib/run-id';

/** A lab as it stands, also while a move waits for Postgres to end a deadlock. */
export const GET = reads<{ id: string }>(async ({ params, runtime }) => {
  const id = runIdOf(params);
  const lab = await runtime.labs.find(id);
  if (!lab) throw noLab(id);
  return Response.json(lab);
});

/** Rolls back what is open and closes the lab. */
export const DELETE = teaches<{ id: string }>(async ({ params, runtime }) => {
  const id = runIdOf(params);
  if (!(await runtime.labs.close(id))) throw noLab(id);
  return new Response(null, { status: 204 });
});
