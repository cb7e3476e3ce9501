import { parseWith, readBody } from '@/app/api/_lib/body';
import { reads, teaches } from '@/app/api/_lib/handle';
import { queryOf } from '@/app/api/_lib/query';
import { listQuery } from '@/app/api/_lib/schemas';
import { floodPlanInput } from '@/experiments/flood-plan-schema';

/** Asks for a flood: 202 with the run, which `GET /api/floods/{id}/events` then tells. */
export const POST = teaches(async ({ request, runtime }) => {
  const plan = await readBody(request, floodPlanInput(runtime.limits));
  const run = await runtime.desk.submit(plan);
  return Response.json(run, { status: 202, headers: { location: `/api/floods/${run.id}` } });
});

/** Runs, newest first. */
export const GET = reads(async ({ request, runtime }) =>
  Response.json(await runtime.desk.list(parseWith(listQuery, queryOf(request)).limit)),
);
