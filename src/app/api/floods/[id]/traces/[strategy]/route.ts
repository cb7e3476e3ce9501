import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { acceptsGzip } from '@/app/api/_lib/accepts-gzip';
import { parseWith } from '@/app/api/_lib/body';
import { reads } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { queryOf } from '@/app/api/_lib/query';
import { runIdOf } from '@/app/api/_lib/run-id';
import { traceQuery } from '@/app/api/_lib/schemas';

/** What was recorded of a lane; to whoever takes gzip as it is stored. A trace never changes once it is there, only goes. */
export const GET = reads<{ id: string; strategy: string }>(async ({ request, params: { strategy, ...params }, runtime }) => {
  const id = runIdOf(params);
  const { repeat } = parseWith(traceQuery, queryOf(request));
  // What cannot be the name of a strategy is not shown to the database, which chokes on some of it.
  const stored = NAME.test(strategy) ? await runtime.traces.read(id, strategy, repeat) : null;
  if (!stored) throw new Problem('no_trace', `Nothing is recorded of ${strategy}, repeat ${repeat}, of run ${id}. Purchases are kept of the newest runs only; flood again to have them.`);
  const gzipped = acceptsGzip(request);
  const body = gzipped ? stored : await promisify(gunzip)(stored);
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': 'application/json',
      vary: 'Accept-Encoding',
      'cache-control': 'private, no-cache',
      ...(gzipped ? { 'content-encoding': 'gzip' } : {}),
    },
  });
});

const NAME = /^[a-z0-9:-]{1,64}$/;
