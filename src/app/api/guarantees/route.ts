import { reads } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';

/** The guarantee matrix as it was last carried out. */
export const GET = reads(async ({ runtime }) => {
  const matrix = await runtime.guarantees();
  if (!matrix) throw new Problem('not_found', 'The guarantee matrix was never carried out here. Run "npx stampede matrix".');
  return Response.json(matrix);
});
