import { parseWith } from '@/app/api/_lib/body';
import { fresh } from '@/app/api/_lib/fresh';
import { adminReads, administers } from '@/app/api/_lib/handle';
import { userInPath } from '@/app/api/_lib/shop-schemas';

/** How a user stands with purchases. One who never bought stands at nothing. */
export const GET = adminReads<{ userId: string }>(async ({ params, runtime }) => fresh(await runtime.admin.limit(parseWith(userInPath, params).userId)));

/** Forgets what a user has bought, as far as limits go. */
export const DELETE = administers<{ userId: string }>(async ({ params, runtime }) => {
  await runtime.admin.forgetLimit(parseWith(userInPath, params).userId);
  return new Response(null, { status: 204 });
});
