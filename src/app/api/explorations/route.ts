import { readBody } from '@/app/api/_lib/body';
import { teaches } from '@/app/api/_lib/handle';
import { explorationInput } from '@/app/api/_lib/lab-schemas';
import { searchBounds } from '@/runs/lab/default-bounds';

/** Begins to search the orders of steps of a strategy: 202 with the search, which `GET /api/explorations/{id}` then tells. */
export const POST = teaches(async ({ request, runtime }) => {
  const { schedules, seconds, seed, expiries, ...setup } = await readBody(request, explorationInput(runtime.limits.strategyIds));
  const search = runtime.explorations.start(setup, searchBounds(setup, { schedules, seconds, seed, expiries }));
  return Response.json(search, { status: 202, headers: { location: `/api/explorations/${search.id}` } });
});
