import { reads } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { runIdOf } from '@/app/api/_lib/run-id';

/** The lanes of a run whose purchases are kept. None of an old run: traces go with its orders. */
export const GET = reads<{ id: string }>(async ({ params, runtime }) => {
  const id = runIdOf(params);
  const [run, traces] = await Promise.all([runtime.desk.find(id), runtime.traces.list(id)]);
  if (!run) throw new Problem('not_found', `There is no run ${id}.`);
  return Response.json(traces);
});
