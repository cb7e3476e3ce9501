import { readBody } from '@/app/api/_lib/body';
import { teaches } from '@/app/api/_lib/handle';
import { labInput } from '@/app/api/_lib/lab-schemas';
import { Problem } from '@/app/api/_lib/problem';
import { readMoves } from '@/runs/lab/schedule-moves';

/** Opens a lab: real sessions, a full shelf, and every buyer before its first step, or after the moves of a schedule. */
export const POST = teaches(async ({ request, runtime }) => {
  const { schedule, ...setup } = await readBody(request, labInput(runtime.limits.strategyIds));
  const moves = readMoves(schedule, setup.buyers);
  if (typeof moves === 'string') throw new Problem('invalid', moves);
  const lab = await runtime.labs.start(setup, moves);
  return Response.json(lab, { status: 201, headers: { location: `/api/labs/${lab.id}` } });
});
