import { readBody } from '@/app/api/_lib/body';
import { teaches } from '@/app/api/_lib/handle';
import { noLab, refusingMoves } from '@/app/api/_lib/lab-problem';
import { moveInput } from '@/app/api/_lib/lab-schemas';
import { runIdOf } from '@/app/api/_lib/run-id';

/** One move: a buyer takes its next step, or time passes. */
export const POST = teaches<{ id: string }>(async ({ request, params, runtime }) => {
  const id = runIdOf(params);
  const { move } = await readBody(request, moveInput);
  const lab = await refusingMoves(() => runtime.labs.move(id, move));
  if (!lab) throw noLab(id);
  return Response.json(lab);
});
