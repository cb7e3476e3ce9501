import { readBody } from '@/app/api/_lib/body';
import { teaches } from '@/app/api/_lib/handle';
import { noLab } from '@/app/api/_lib/lab-problem';
import { scheduleInput } from '@/app/api/_lib/lab-schemas';
import { Problem } from '@/app/api/_lib/problem';
import { runIdOf } from '@/app/api/_lib/run-id';
import { readMoves } from '@/runs/lab/schedule-moves';

/** Goes to where a schedule leads, forward or back; back runs the beginning again. */
export const PUT = teaches<{ id: string }>(async ({ request, params, runtime }) => {
  const id = runIdOf(params);
  const { schedule } = await readBody(request, scheduleInput);
  const open = await runtime.labs.find(id);
  if (!open) throw noLab(id);
  const moves = readMoves(schedule, open.setup.buyers);
  if (typeof moves === 'string') throw new Problem('invalid', `Nothing was done, because of schedule: ${moves}.`, [{ name: 'schedule', expected: moves }]);
  const lab = await runtime.labs.goTo(id, moves);
  if (!lab) throw noLab(id);
  return Response.json(lab);
});
