import { parseWith } from '@/app/api/_lib/body';
import { reads } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { queryOf } from '@/app/api/_lib/query';
import { runIdOf } from '@/app/api/_lib/run-id';
import { traceQuery } from '@/app/api/_lib/schemas';

/**
 * What was recorded of a lane. Next gzips it for whoever takes that; handing it the stored gzip as it is does not work, because
 * it drops a route's own `content-encoding`.
 */
export const GET = reads<{ id: string; strategy: string }>(async ({ request, params: { strategy, ...params }, runtime }) => {
  const id = runIdOf(params);
  const { repeat } = parseWith(traceQuery, queryOf(request));
  // What cannot be the name of a strategy is not shown to the database, which chokes on some of it.
  const json = NAME.test(strategy) ? await runtime.traces.read(id, strategy, repeat) : null;
  if (!json) throw new Problem('no_trace', `Nothing is recorded of ${strategy}, repeat ${repeat}, of run ${id}. Purchases are kept of the newest runs only; flood again to have them.`);
  return new Response(json, { headers: { 'content-type': 'application/json', 'cache-control': 'private, no-cache' } });
});

const NAME = /^[a-z0-9:-]{1,64}$/;
