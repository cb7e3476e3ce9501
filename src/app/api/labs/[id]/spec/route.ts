import { reads } from '@/app/api/_lib/handle';
import { noLab } from '@/app/api/_lib/lab-problem';
import { Problem } from '@/app/api/_lib/problem';
import { runIdOf } from '@/app/api/_lib/run-id';
import { specOf } from '@/runs/lab/spec-of';
import { needsRedis } from '@/runs/strategy-ids';

/** The moves so far as a file for PostgreSQL's isolation tester. */
export const GET = reads<{ id: string }>(async ({ params, runtime }) => {
  const id = runIdOf(params);
  const lab = await runtime.labs.find(id);
  if (!lab) throw noLab(id);
  const { strategy } = lab.setup;
  if (needsRedis([strategy])) throw new Problem('not_found', `${strategy} works with Redis, which an isolation tester of Postgres knows nothing of, so there is no such file.`);
  return new Response(await specOf(lab), { headers: { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': `attachment; filename="${strategy.replace(':', '-')}.spec"` } });
});
