import { reads, teaches } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { runIdOf } from '@/app/api/_lib/run-id';

/** A search: how far it is, and what it found once it has finished. */
export const GET = reads<{ id: string }>(({ params, runtime }) => {
  const id = runIdOf(params);
  const search = runtime.explorations.find(id);
  if (!search) throw new Problem('not_found', `There is no search ${id}; only the newest are kept. Start it again.`);
  return Response.json(search);
});

/** Cancels a search. */
export const DELETE = teaches<{ id: string }>(({ params, runtime }) => {
  const id = runIdOf(params);
  if (!runtime.explorations.cancel(id)) throw new Problem('not_found', `No search ${id} is under way, so nothing was cancelled.`);
  return new Response(null, { status: 204 });
});
